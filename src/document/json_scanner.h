// A second, tolerant reader of JSON: it takes what Python writes beyond the standard (NaN, Infinity, lone surrogates,
// integers of any size), says exactly where a text goes wrong, and finds the place of a value.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "document/document.h"

namespace nnsummary {

// Sets the document's root. Throws ModelError with the place and what was expected there.
void scan_json(Document& document, const Limits& limits);

// One step from a value to one inside it: a key of an object, or an index of a list.
struct PathStep {
  std::string_view key;
  size_t index = 0;
  bool is_index = false;
};

// The offset of the value at `path` in a text that has been read before; nothing if there is none.
std::optional<size_t> find_json(std::string_view text, std::span<const PathStep> path);

}  // namespace nnsummary
