#include <fmt/format.h>

#include "formats/format.h"
#include "formats/keras_json.h"

namespace nnsummary {
namespace {

constexpr Format kFormats[] = {
    {"Keras JSON", sniff_keras_json, read_keras_json},
};

// Files that people try, and that hold no text.
struct Foreign {
  std::string_view magic;
  std::string_view what;
};
constexpr Foreign kForeign[] = {
    {"PK\x03\x04", "a zip archive, as a .keras file is; save the model's to_json() text instead"},
    {"\x89HDF\r\n", "an HDF5 file; save the model's to_json() text instead"},
    {"\x1f\x8b", "compressed by gzip; unpack it first"},
    {"version https://git-lfs", "a Git LFS pointer, not the file itself; run 'git lfs pull'"},
};

std::string what_it_is(std::string_view bytes) {
  for (const Foreign& foreign : kForeign) {
    if (bytes.starts_with(foreign.magic)) return fmt::format("found {}", foreign.what);
  }
  return bytes.empty() ? "the file is empty" : "found neither '{' nor '[' at its start";
}

}  // namespace

std::span<const Format> formats() { return kFormats; }

std::unique_ptr<Document> read_document(std::string file, std::string bytes) {
  auto document = std::make_unique<Document>(std::move(file), std::move(bytes));
  for (const Format& format : kFormats) {
    if (!format.sniff(document->text())) continue;
    format.read(*document);
    return document;
  }
  throw ModelError({document->at(Severity::Error, nullptr,
                                 "expected the JSON text of a Keras model; " + what_it_is(document->text()))});
}

}  // namespace nnsummary
