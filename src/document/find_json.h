#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace nnsummary {

// One step from a value to one inside it: a key of an object, or an index of a list.
struct PathStep {
  std::string_view key;
  size_t index = 0;
  bool is_index = false;
};

// The offset of the value at `path` in a JSON text that has been read before; nothing if there is none. Values don't
// keep their places: only an error needs one, and finds it by a second look at the text. `key`: the offset of the key
// that is the last step instead.
std::optional<size_t> find_json(std::string_view text, std::span<const PathStep> path, bool key = false);

}  // namespace nnsummary
