// What a model says of the calls of its layers: what each is connected to, called on, and returns.
#pragma once

#include <vector>

#include "infer/state.h"
#include "nnsummary/summary.h"

namespace nnsummary {

// The tensors that an operation of the model is connected to, in every call that belongs to the graph. Before Keras 3, a
// model that a Sequential begins with isn't called: the layer after it is connected to the layer inside it.
std::vector<Connection> connections(const ModelState& model, uint32_t operation);

// Every call of an operation of the model. The construction of a nested model is none of its calls.
std::vector<CallSummary> calls_of(const ModelState& model, uint32_t operation);

// The last call of a layer that is no operation of a model; empty if it wasn't called while inputs were recorded.
std::vector<CallSummary> last_call_of(const LayerState& layer);

// The inputs and outputs of a model as it was made; empty if it isn't built.
std::vector<ModelTensor> inputs_of(const ModelState& model);
std::vector<ModelTensor> outputs_of(const ModelState& model);

// The structure with plain shapes for tensors or shapes.
Structure<TensorShape> plain(const Structure<Tensor>& structure);

}  // namespace nnsummary
