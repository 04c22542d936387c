#include "summary/calls.h"

#include <algorithm>

namespace nnsummary {
namespace {

// What a Sequential returns that is another's first layer is a tensor of its last layer: there was no call between.
Connection end_of(const ModelState& model) {
  const TensorRef output = model.graph->outputs.front();
  const LayerState& last = model.layers[output.operation];
  const bool first_of_all = model.graph->spec->sequential && output.operation == 1;
  if (last.model && first_of_all) return end_of(*last.model);
  return {last.name, static_cast<int>(output.node), static_cast<int>(output.tensor), last.model != nullptr};
}

// What a model returned when it was made.
Structure<Shape> own_output(const ModelState& model) {
  const Graph& graph = *model.graph;
  std::vector<Structure<Shape>> shapes;
  for (const TensorRef output : graph.outputs) {
    const auto& calls = model.layers[output.operation].calls;
    const bool known = output.node < calls.size() && output.tensor < calls[output.node].tensors.size();
    shapes.emplace_back(known ? calls[output.node].tensors[output.tensor].shape : Shape::unknown());
  }
  if (shapes.size() == 1) return shapes.front();
  Structure<Shape> result(Structure<Shape>::Kind::List, std::move(shapes));
  if (!graph.spec->outputs || !graph.spec->outputs->is_object()) return result;
  result.kind = Structure<Shape>::Kind::Dict;
  for (const Member& member : graph.spec->outputs->members()) result.keys.emplace_back(member.key);
  std::sort(result.keys.begin(), result.keys.end());
  return result;
}

}  // namespace

std::vector<Connection> connections(const ModelState& model, uint32_t operation) {
  std::vector<Connection> result;
  for (const Node& node : model.graph->operations[operation].nodes) {
    if (!node.in_graph) continue;
    for (const TensorRef input : node.inputs) {
      const LayerState& from = model.layers[input.operation];
      result.push_back(
          {from.name, static_cast<int>(input.node), static_cast<int>(input.tensor), from.model != nullptr});
    }
  }
  return result;
}

std::vector<Connection> sequential_connections(const ModelState& model, uint32_t operation) {
  const LayerState& before = model.layers[operation - 1];
  const bool after_first = operation == 2;
  if (operation == 1 && model.layers[1].model) return {};
  if (after_first && before.model) return {end_of(*before.model)};
  return {{before.name, 0, 0, before.model != nullptr}};
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

bool lists_input(const ModelSpec& spec) {
  constexpr int kNoMore = 20200;
  return spec.writer.before(kNoMore) && spec.writer.era == Era::Keras2 && spec.sequential && !spec.layers.empty() &&
         spec.layers.front().written_class == "InputLayer";
}

}  // namespace nnsummary
