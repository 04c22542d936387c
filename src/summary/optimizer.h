// The size of an optimizer's state.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/shape.h"
#include "document/report.h"
#include "nnsummary/count.h"

namespace nnsummary {

// A trainable weight.
struct TrainedWeight {
  std::string path;  // path of names, as in Keras: "bidirectional/forward_lstm/lstm_cell/kernel"
  Shape shape;       // fully known
  DType dtype;
  bool overwritten;  // Keras's `overwrite_with_gradient`: no state is kept for it
};

struct OptimizerSize {
  Count params;
  Count bits;
};

// Returns the optimizer in a `compile_config` (null if it isn't given) or in the training_config of an .h5 file.
const Value& optimizer_of(const Value& compile_config);
const Value& optimizer_of_training(const Value& training_config);

// Returns the size of an optimizer's state after it is built for these weights. For an unknown class, returns nullopt
// and stores the name in `unknown`. Errors go to the report.
std::optional<OptimizerSize> optimizer_size(const Value& optimizer, const std::vector<TrainedWeight>& weights,
                                            Subject model, Report& report, std::string& unknown);

}  // namespace nnsummary
