#include "summary/calls.h"

namespace nnsummary {
namespace {

// The model that a Sequential begins with, where the file lists no InputLayer before it.
const ModelState* leading_model(const ModelState& model) {
  const ModelSpec& spec = *model.graph->spec;
  const bool leads = spec.sequential && model.layers.size() > 1 && !lists_input(spec);
  return leads ? model.layers[1].model.get() : nullptr;
}

Connection connection(const ModelState& model, TensorRef tensor) {
  const LayerState& from = model.layers[tensor.operation];
  return {from.name, static_cast<int>(tensor.node), static_cast<int>(tensor.tensor), from.model != nullptr};
}

// A model that a Sequential begins with isn't called there: the layer behind it is connected to the layer inside that
// returned the tensor.
std::vector<Connection> chain_connections(const ModelState& model, uint32_t operation) {
  if (operation == 0 || (operation == 1 && leading_model(model))) return {};
  const ModelState* at = &model;
  TensorRef from{operation - 1, 0, 0};
  while (const ModelState* leading = from.operation == 1 ? leading_model(*at) : nullptr) {
    at = leading;
    from = at->graph->outputs.front();
  }
  return {connection(*at, from)};
}

Shape shape_of(const ModelState& model, TensorRef tensor) {
  const auto& calls = model.layers[tensor.operation].calls;
  const bool made = tensor.node < calls.size() && tensor.tensor < calls[tensor.node].tensors.size();
  return made ? calls[tensor.node].tensors[tensor.tensor].shape : Shape::unknown();
}

std::vector<Shape> shapes_of(const ModelState& model, const std::vector<TensorRef>& tensors) {
  std::vector<Shape> result;
  for (const TensorRef tensor : tensors) result.push_back(shape_of(model, tensor));
  return result;
}

}  // namespace

std::vector<Connection> connections(const ModelState& model, uint32_t operation, bool chains) {
  if (model.graph->spec->sequential) return chains ? chain_connections(model, operation) : std::vector<Connection>();
  std::vector<Connection> result;
  for (const Node& node : model.graph->operations[operation].nodes) {
    if (!node.in_graph) continue;
    for (const TensorRef input : node.inputs) result.push_back(connection(model, input));
  }
  return result;
}

std::vector<std::vector<Shape>> call_inputs(const ModelState& model, uint32_t operation) {
  std::vector<std::vector<Shape>> result;
  const LayerState& layer = model.layers[operation];
  if (layer.model) result.push_back(shapes_of(*layer.model, layer.model->graph->inputs));
  if (model.graph->spec->sequential) {
    if (operation == 1 && leading_model(model)) return result;
    result.push_back({shape_of(model, {operation == 0 ? 0 : operation - 1, 0, 0})});
    return result;
  }
  const auto& nodes = model.graph->operations[operation].nodes;
  for (uint32_t i = 0; i < nodes.size(); ++i) {
    const bool is_input = nodes[i].inputs.empty();
    result.push_back(is_input ? std::vector{shape_of(model, {operation, i, 0})} : shapes_of(model, nodes[i].inputs));
  }
  return result;
}

}  // namespace nnsummary
