// How much an optimizer keeps of a model that is compiled.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "document/report.h"
#include "nnsummary/count.h"
#include "base/shape.h"

namespace nnsummary {

// A weight that is trained.
struct TrainedWeight {
  std::string path;  // by names, as Keras has it: "bidirectional/forward_lstm/lstm_cell/kernel"
  Shape shape;       // fully known
  DType dtype;
  bool overwritten;  // by its gradient: nothing is kept for it
};

struct OptimizerSize {
  Count params;
  Count bits;
};

// The optimizer of a `compile_config`, which may be left out; of an .h5 file's training_config.
const Value& optimizer_of(const Value& compile_config);
const Value& optimizer_of_training(const Value& training_config);

// What an optimizer keeps once it is built for these weights; nothing where the class isn't known, which is then
// noted in `unknown`. Errors go to the report.
std::optional<OptimizerSize> optimizer_size(const Value& optimizer, const std::vector<TrainedWeight>& weights,
                                            Subject model, Report& report, std::string& unknown);

}  // namespace nnsummary
