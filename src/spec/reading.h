// How a file is to be read.
#pragma once

#include <optional>
#include <vector>

#include "nnsummary/model.h"

namespace nnsummary {

// Input shapes to use instead of those that the file has.
struct Overrides {
  std::vector<InputOverride> inputs;
  std::optional<int64_t> batch;

  bool empty() const { return inputs.empty() && !batch; }
};

struct Reading {
  Overrides overrides{};
  bool as_keras3 = false;  // read an old file as Keras 3 does, which refuses most
};

}  // namespace nnsummary
