// What a table says of a layer's calls: what it is connected to, and for tables older than Keras 3, what each was made
// on and returned.
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

// The shapes that every call returned, which a layer's output was told from. A model's own construction was one of
// them, and since 2.4 the only one.
std::vector<Structure<Shape>> call_outputs(const LayerState& layer, const Origin& origin);

// A Sequential's own InputLayer was a row until Keras 2.2, and is one in TensorFlow.js. One that stands for a shape of
// the first layer never was.
bool has_input_row(const ModelSpec& spec);

}  // namespace nnsummary
