// The calls of a model's layers: their connections, inputs and outputs.
#pragma once

#include <vector>

#include "infer/state.h"
#include "nnsummary/summary.h"

namespace nnsummary {

// Returns the tensors that an operation of the model is connected to, over all calls that belong to the graph. Before
// Keras 3, a model at the start of a Sequential isn't called: the layer after it is connected to the layer inside it.
std::vector<Connection> connections(const ModelState& model, uint32_t operation);

// Returns every call of an operation of the model, without the construction of a nested model.
std::vector<CallSummary> calls_of(const ModelState& model, uint32_t operation);

// Returns the last call of a layer that isn't an operation of a model, or an empty list if it wasn't called while
// inputs were recorded.
std::vector<CallSummary> last_call_of(const LayerState& layer);

// Return the inputs and outputs that a model was constructed with; empty if it isn't built.
std::vector<ModelTensor> inputs_of(const ModelState& model);
std::vector<ModelTensor> outputs_of(const ModelState& model);

// Returns the structure with the shape of each tensor as plain data.
Structure<TensorShape> plain(const Structure<Tensor>& structure);

}  // namespace nnsummary
