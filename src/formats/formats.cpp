#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "document/yaml.h"
#include "formats/foreign.h"
#include "formats/format.h"
#include "formats/hdf5.h"
#include "formats/keras_archive.h"
#include "formats/text.h"
#include "formats/tfjs.h"

namespace nnsummary {
namespace {

template <auto parse>
ModelFile read_text(Source&& source) {
  ModelFile result;
  result.document = std::make_unique<Document>(std::move(source.name), std::move(source.bytes));
  parse(*result.document, Limits{});
  return result;
}

// A model of TensorFlow.js is JSON that also lists the weights.
ModelFile read_json_file(Source&& source) {
  ModelFile result = read_text<read_json>(std::move(source));
  result.stored = tfjs_weights(result.document->root());
  return result;
}

// YAML is whatever text the others don't know.
constexpr Format kFormats[] = {
    {".keras", sniff_keras_archive, read_keras_archive, true},
    {"HDF5", sniff_hdf5, read_hdf5, true},
    {"JSON", sniff_json, read_json_file},
    {"YAML", sniff_yaml, read_text<read_yaml>},
};

const Format* format_of(std::string_view beginning) {
  if (is_foreign_text(beginning)) return nullptr;
  for (const Format& format : kFormats) {
    if (format.sniff(beginning)) return &format;
  }
  return nullptr;
}

[[noreturn]] void refuse(const std::string& file, std::string message) {
  Diagnostic diagnostic;
  diagnostic.file = file;
  diagnostic.message = std::move(message);
  throw ModelError({diagnostic});
}

ModelFile read_source(Source&& source) {
  const Format* format = format_of(source.bytes);
  if (!format) refuse(source.name, "expected a model as JSON, YAML, .keras or .h5; " + what_it_is(source));
  return format->read(std::move(source));
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

// False at the end of the file.
bool read_block(const std::string& path, std::FILE* file, std::string& bytes) {
  constexpr size_t kBlock = size_t{1} << 16;
  const size_t before = bytes.size();
  bytes.resize(before + kBlock);
  const size_t read = std::fread(bytes.data() + before, 1, kBlock, file);
  bytes.resize(before + read);
  if (!std::ferror(file)) return read == kBlock;
  const int error = errno;
  refuse(path, error == EISDIR ? what_folder_it_is(path) : fmt::format("can't be read: {}", std::strerror(error)));
}

}  // namespace

std::span<const Format> formats() { return kFormats; }

ModelFile read_bytes(std::string name, std::string bytes, std::string program_folder) {
  return read_source({std::move(name), "", std::move(bytes), std::move(program_folder)});
}

ModelFile read_file(const std::string& path, std::string program_folder) {
  const File file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) refuse(path, fmt::format("can't be opened: {}", std::strerror(errno)));
  Source source{path, path, "", std::move(program_folder)};
  bool more = read_block(path, file.get(), source.bytes);
  const Format* format = format_of(source.bytes);
  // What no format knows isn't read any further.
  const bool all = format && !format->in_place;
  while (more && all) more = read_block(path, file.get(), source.bytes);
  return read_source(std::move(source));
}

}  // namespace nnsummary
