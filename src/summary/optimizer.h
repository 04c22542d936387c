// How much an optimizer keeps of a model that is compiled.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "document/report.h"
#include "nnsummary/count.h"
#include "nnsummary/shape.h"

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

// What the optimizer of a `compile_config` keeps once it is built; nothing where the class isn't known, which is then
// noted in `unknown`. Errors go to the report.
std::optional<OptimizerSize> optimizer_size(const Value& compile_config, const std::vector<TrainedWeight>& weights,
                                            Subject model, Report& report, std::string& unknown);

}  // namespace nnsummary
