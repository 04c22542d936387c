#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "document/report.h"
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

// Returns true for a string that holds the JSON of a model, as json.dump(model.to_json(), file) writes it.
bool holds_json(const Value& root) { return root.is_string() && sniff_json(root.string()); }

// A TensorFlow.js model is JSON that also lists the weights.
ModelFile read_json_file(Source&& source) {
  const std::string path = source.path;
  ModelFile result = read_text<read_json>(std::move(source));
  // Messages point into the JSON in the string.
  while (holds_json(result.document->root())) {
    const std::string inner(result.document->root().string());
    result.document = std::make_unique<Document>(result.document->file(), inner);
    read_json(*result.document);
  }
  result.stored = tfjs_weights(result.document->root(), path);
  return result;
}

struct Format {
  bool (*sniff)(std::string_view beginning);
  ModelFile (*read)(Source&& source);  // throws ModelError
  bool in_place = false;               // reads the file itself, so that its first block is enough to begin with
};

// The first that recognizes a file reads it. YAML comes last because it takes any text.
constexpr Format kFormats[] = {
    {sniff_keras_archive, read_keras_archive, true},
    {sniff_hdf5, read_hdf5, true},
    {sniff_json, read_json_file},
    {sniff_yaml, read_text<read_yaml>},
};

const Format* format_of(const Source& source) {
  if (is_foreign(source.bytes)) return nullptr;
  const auto found = std::find_if(std::begin(kFormats), std::end(kFormats),
                                  [&source](const Format& format) { return format.sniff(source.bytes); });
  if (found == std::end(kFormats)) return nullptr;
  // YAML is only a guess: the name of the file may tell better.
  return found->sniff == sniff_yaml && is_foreign_name(source.name) ? nullptr : found;
}

ModelFile read_source(Source&& source) {
  const Format* format = format_of(source);
  if (!format) refuse_file(source.name, "expected a model as JSON, YAML, .keras or .h5; " + describe_foreign(source));
  return format->read(std::move(source));
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

// Appends the next block of the file; returns false at its end.
bool read_block(const std::string& path, std::FILE* file, std::string& bytes) {
  constexpr size_t kBlock = size_t{1} << 16;
  const size_t before = bytes.size();
  bytes.resize(before + kBlock);
  const size_t read = std::fread(bytes.data() + before, 1, kBlock, file);
  bytes.resize(before + read);
  if (!std::ferror(file)) return read == kBlock;
  const int error = errno;
  refuse_file(path, error == EISDIR ? describe_folder(path) : fmt::format("can't be read: {}", std::strerror(error)));
}

}  // namespace

ModelFile read_bytes(std::string name, std::string bytes, const ContainerOptions& options) {
  return read_source({std::move(name), "", std::move(bytes), options});
}

ModelFile read_file(const std::string& path, const ContainerOptions& options) {
  const File file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) refuse_file(path, fmt::format("can't be opened: {}", std::strerror(errno)));
  Source source{path, path, "", options};
  bool more = read_block(path, file.get(), source.bytes);
  const Format* format = format_of(source);
  const bool all = format && !format->in_place;
  while (more && all) more = read_block(path, file.get(), source.bytes);
  return read_source(std::move(source));
}

}  // namespace nnsummary
