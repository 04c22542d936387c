#pragma once

#include <string>

namespace nnsummary {

class Value;

// An error in a layer: thrown by entries, by Call and by the arithmetic of sizes, and caught by the walk, which adds
// the layer's name and place.
struct LayerError {
  std::string message;
  const Value* where = nullptr;  // the argument in question, or null
};

}  // namespace nnsummary
