#include "summary/calls.h"

#include <algorithm>

#include "base/structures.h"

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

// What a model returned when it was made.
Structure<Shape> own_output(const ModelState& model) {
  const std::vector<Shape> shapes = shapes_of(model, model.graph->outputs);
  if (shapes.size() == 1) return shapes.front();
  Structure<Shape> result(Structure<Shape>::Kind::List, {shapes.begin(), shapes.end()});
  const Value* outputs = model.graph->spec->outputs;
  if (!outputs || outputs->members().size() != shapes.size()) return result;
  // The graph has them by their keys in order; they are printed as they stand in the file.
  result.kind = Structure<Shape>::Kind::Dict;
  result.items.clear();
  const auto members = outputs->members();
  for (const Member& member : members) {
    const auto rank =
        std::count_if(members.begin(), members.end(), [&](auto& other) { return other.key < member.key; });
    result.keys.emplace_back(member.key);
    result.items.emplace_back(shapes[static_cast<size_t>(rank)]);
  }
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

std::vector<Structure<Shape>> call_outputs(const LayerState& layer, const Origin& origin) {
  constexpr int kOnlyOwn = 20400;
  std::vector<Structure<Shape>> result;
  if (layer.model && layer.model->built) result.push_back(own_output(*layer.model));
  const bool only_own = origin.version == 0 || origin.version >= kOnlyOwn;
  if (layer.model && only_own) return result;
  for (const CallResult& call : layer.calls) result.push_back(shapes_of(call.returned));
  return result;
}

bool has_input_row(const ModelSpec& spec) {
  constexpr int kNoMore = 20200;
  const Writer& writer = spec.writer;
  return lists_input(spec) && (writer.tfjs || (writer.before(kNoMore) && writer.era == Era::Keras2));
}

}  // namespace nnsummary
