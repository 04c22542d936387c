#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace nnsummary {

// One step into a value: a key of an object, or an index of a list.
struct PathStep {
  std::string_view key;
  size_t index = 0;
  bool is_index = false;
};

// Returns the offset of the value at `path` in a JSON text, or of its key if `key` is set; nullopt if there is no such
// value. Values don't store their places, because only messages need them.
std::optional<size_t> find_json(std::string_view text, std::span<const PathStep> path, bool key = false);

}  // namespace nnsummary
