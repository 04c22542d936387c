#include <fmt/format.h>

#include "document/yaml.h"
#include "formats/format.h"
#include "formats/text.h"

namespace nnsummary {
namespace {

constexpr Format kFormats[] = {
    {"JSON", sniff_json, [](Document& document) { read_json(document); }},
    {"YAML", sniff_yaml, [](Document& document) { read_yaml(document); }},
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
  return bytes.empty() ? "the file is empty" : "found neither JSON nor YAML";
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
                                 "expected the JSON or YAML text of a model; " + what_it_is(document->text()))});
}

}  // namespace nnsummary
