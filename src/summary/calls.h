// What the calls of a layer were made on.
#pragma once

#include <vector>

#include "infer/state.h"
#include "nnsummary/summary.h"

namespace nnsummary {

// The tensors that an operation of the model is connected to, of every call that belongs to the graph. A Sequential's
// layers have `chains` only: the tables of Keras 3 don't show them.
std::vector<Connection> connections(const ModelState& model, uint32_t operation, bool chains);

// The shapes that every call was made on. A model's own inputs come first, as if it had been called on them.
std::vector<std::vector<Shape>> call_inputs(const ModelState& model, uint32_t operation);

}  // namespace nnsummary
