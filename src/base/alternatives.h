#pragma once

#include <algorithm>
#include <string_view>

namespace nnsummary {

// Returns true if `name` is one of `alternatives`, which `|` separates: "valid|same".
constexpr bool is_one_of(std::string_view name, std::string_view alternatives) {
  while (!alternatives.empty()) {
    const size_t end = std::min(alternatives.find('|'), alternatives.size());
    if (alternatives.substr(0, end) == name) return true;
    alternatives.remove_prefix(std::min(end + 1, alternatives.size()));
  }
  return false;
}

}  // namespace nnsummary
