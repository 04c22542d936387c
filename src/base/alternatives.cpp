#include "base/alternatives.h"

#include <algorithm>

namespace nnsummary {

bool is_one_of(std::string_view name, std::string_view names) {
  while (!names.empty()) {
    const size_t end = std::min(names.find('|'), names.size());
    if (names.substr(0, end) == name) return true;
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return false;
}

}  // namespace nnsummary
