#include "nnsummary/stored.h"

#include <algorithm>

namespace nnsummary {

Count StoredWeight::params() const {
  Count result = 1;
  for (const uint64_t size : shape) result *= size;
  return result;
}

Count StoredLayer::params() const {
  Count result;
  for (const StoredWeight& weight : weights) result += weight.params();
  for (const StoredLayer& child : children) result += child.params();
  return result;
}

uint64_t StoredLayer::bytes() const {
  uint64_t result = 0;
  for (const StoredWeight& weight : weights) result += weight.bytes;
  for (const StoredLayer& child : children) result += child.bytes();
  return result;
}

const StoredLayer* StoredLayer::child(std::string_view group_name) const {
  const auto found =
      std::find_if(children.begin(), children.end(), [&](const StoredLayer& c) { return c.group == group_name; });
  return found == children.end() ? nullptr : &*found;
}

}  // namespace nnsummary
