#pragma once

#include <optional>
#include <vector>

#include "document/report.h"
#include "nnsummary/model.h"

namespace nnsummary {

struct Overrides {
  std::vector<InputOverride> inputs;
  std::optional<int64_t> batch;

  bool empty() const { return inputs.empty() && !batch; }
};

// The model, in Keras 3's form, with other shapes of its inputs, and without the shapes that it records: what layers
// were built for, and what their tensors had. The model itself where nothing is overridden.
const Value& with_overrides(Document& document, const Value& model, const Overrides& overrides, Report& report);

}  // namespace nnsummary
