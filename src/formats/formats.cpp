#include <fmt/format.h>

#include <algorithm>

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

void check_size(const Source& source) {
  constexpr double kMib = 1 << 20;
  const size_t limit = source.options.text_bytes;
  if (std::max(source.bytes.size(), source.input ? source.input->file_size() : 0) <= limit) return;
  refuse_file(source.name,
              fmt::format("is larger than {} MiB, the limit for JSON and YAML; set NNSUMMARY_MAX_MIB to allow more",
                          static_cast<double>(limit) / kMib),
              "limit");
}

ModelFile read_source(Source&& source) {
  const Format* format = format_of(source);
  if (!format) refuse_file(source.name, "expected a model as JSON, YAML, .keras or .h5; " + describe_foreign(source));
  if (!format->in_place) check_size(source);
  return format->read(std::move(source));
}

ModelFile read_input(Input& input, std::string path, const ReadOptions& options) {
  if (input.is_folder()) refuse_file(input.name(), describe_folder(path));
  Source source{input.name(), input.is_file() ? std::move(path) : "", "", &input, options};
  bool more = input.read_block(source.bytes);
  const Format* format = format_of(source);
  const bool all = format && !format->in_place && input.file_size() <= options.text_bytes;
  while (more && all && source.bytes.size() <= options.text_bytes) more = input.read_block(source.bytes);
  return read_source(std::move(source));
}

}  // namespace

ModelFile read_bytes(std::string name, std::string bytes, const ReadOptions& options) {
  return read_source({std::move(name), "", std::move(bytes), nullptr, options});
}

ModelFile read_descriptor(std::string name, int descriptor, const ReadOptions& options) {
  Input input(std::move(name), descriptor);
  return read_input(input, "", options);
}

ModelFile read_file(const std::string& path, const ReadOptions& options) {
  Input input(path);
  return read_input(input, path, options);
}

}  // namespace nnsummary
