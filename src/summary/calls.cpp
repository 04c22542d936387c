#include "summary/calls.h"

#include <algorithm>

#include "base/structures.h"

namespace nnsummary {
namespace {

using Shapes = Structure<TensorShape>;

// Returns the first layer of a Sequential if it is a model that takes the place of the InputLayer: the file lists no
// InputLayer, and the Sequential doesn't call that model. Returns null otherwise.
const ModelState* leading_model(const ModelState& model) {
  const ModelSpec& spec = *model.graph->spec;
  const bool leads = spec.sequential && spec.writer.era != Era::Keras3 && model.layers.size() > 1 && !lists_input(spec);
  return leads ? model.layers[1].model.get() : nullptr;
}

Connection connection(const ModelState& model, TensorRef tensor) {
  const LayerState& from = model.layers[tensor.operation];
  return {from.name, static_cast<int>(tensor.node), static_cast<int>(tensor.tensor), from.model != nullptr};
}

std::vector<Connection> chain_connections(const ModelState& model, uint32_t operation) {
  const bool after_implicit_input = operation == 1 && model.graph->implicit_input;
  if (operation == 0 || after_implicit_input || (operation == 1 && leading_model(model))) return {};
  const ModelState* at = &model;
  TensorRef from{operation - 1, 0, 0};
  while (const ModelState* leading = from.operation == 1 ? leading_model(*at) : nullptr) {
    at = leading;
    from = at->graph->outputs.front();
  }
  return {connection(*at, from)};
}

const CallResult* result_of(const ModelState& model, uint32_t operation, uint32_t node) {
  const auto& calls = model.layers[operation].calls;
  return node < calls.size() ? &calls[node] : nullptr;
}

const Tensor* tensor_of(const ModelState& model, TensorRef ref) {
  const CallResult* result = result_of(model, ref.operation, ref.node);
  return result && ref.tensor < result->tensors.size() ? &result->tensors[ref.tensor] : nullptr;
}

TensorShape shape_of(const ModelState& model, TensorRef ref) {
  const Tensor* tensor = tensor_of(model, ref);
  return tensor ? plain(tensor->shape) : TensorShape::unknown();
}

// Returns the shapes of an argument's tensors, or nullopt if it holds no tensors.
std::optional<Shapes> shapes_of(const ModelState& model, const Argument& argument) {
  if (argument.type == Argument::Type::Value) return std::nullopt;
  if (argument.type == Argument::Type::Tensor) return Shapes(shape_of(model, argument.tensor));
  if (argument.type == Argument::Type::Returned) {
    const CallResult* result = result_of(model, argument.tensor.operation, argument.tensor.node);
    return result ? plain(result->returned) : Shapes(TensorShape::unknown());
  }
  const bool is_dict = argument.type == Argument::Type::Dict;
  Shapes result(is_dict ? Shapes::Kind::Dict : Shapes::Kind::List, {});
  for (size_t i = 0; i < argument.items.size(); ++i) {
    auto item = shapes_of(model, argument.items[i]);
    if (!item) continue;
    result.items.push_back(std::move(*item));
    if (is_dict) result.keys.emplace_back(argument.keys[i]);
  }
  return result.items.empty() ? std::nullopt : std::optional(std::move(result));
}

std::vector<Shapes> inputs_of_call(const ModelState& model, uint32_t operation, uint32_t index) {
  if (model.graph->spec->sequential) return {Shapes(shape_of(model, {operation == 0 ? 0 : operation - 1, 0, 0}))};
  const Node& node = model.graph->operations[operation].nodes[index];
  if (node.inputs.empty()) return {Shapes(shape_of(model, {operation, index, 0}))};
  std::vector<Shapes> result;
  const auto add = [&](const Argument& argument) {
    if (auto shapes = shapes_of(model, argument)) result.push_back(std::move(*shapes));
  };
  for (const Argument& argument : node.args) add(argument);
  for (const Keyword& keyword : node.kwargs) add(keyword.value);
  return result;
}

ModelTensor model_tensor(const ModelState& model, TensorRef ref) {
  ModelTensor result;
  result.layer = model.layers[ref.operation].name;
  result.node_index = static_cast<int>(ref.node);
  result.tensor_index = static_cast<int>(ref.tensor);
  const Tensor* tensor = tensor_of(model, ref);
  result.shape = tensor ? plain(tensor->shape) : TensorShape::unknown();
  if (tensor) result.dtype = tensor->dtype;
  return result;
}

}  // namespace

std::vector<Connection> connections(const ModelState& model, uint32_t operation) {
  if (model.graph->spec->sequential) return chain_connections(model, operation);
  std::vector<Connection> result;
  for (const Node& node : model.graph->operations[operation].nodes) {
    if (!node.in_graph) continue;
    for (const TensorRef input : node.inputs) result.push_back(connection(model, input));
  }
  return result;
}

std::vector<CallSummary> calls_of(const ModelState& model, uint32_t operation) {
  if (operation == 1 && leading_model(model)) return {};
  std::vector<CallSummary> result;
  const std::vector<CallResult>& calls = model.layers[operation].calls;
  const bool sequential = model.graph->spec->sequential;
  const size_t nodes = sequential ? calls.size() : model.graph->operations[operation].nodes.size();
  for (uint32_t i = 0; i < nodes; ++i) {
    const CallResult* call = result_of(model, operation, i);
    result.push_back({inputs_of_call(model, operation, i),
                      call && call->called ? plain(call->returned) : Shapes(TensorShape::unknown())});
  }
  return result;
}

std::vector<CallSummary> last_call_of(const LayerState& layer) {
  if (layer.last_inputs.empty()) return {};
  CallSummary result;
  for (const Structure<Tensor>& input : layer.last_inputs) result.inputs.push_back(plain(input));
  result.output = layer.built_as ? plain(*layer.built_as) : Shapes(TensorShape::unknown());
  return {std::move(result)};
}

std::vector<ModelTensor> inputs_of(const ModelState& model) {
  std::vector<ModelTensor> result;
  if (!model.built) return result;
  for (const TensorRef input : model.graph->inputs) {
    result.push_back(model_tensor(model, input));
    result.back().listed = lists_input(*model.graph->spec);
  }
  return result;
}

std::vector<ModelTensor> outputs_of(const ModelState& model) {
  std::vector<ModelTensor> result;
  if (!model.built) return result;
  for (const TensorRef output : model.graph->outputs) result.push_back(model_tensor(model, output));
  const Value* outputs = model.graph->spec->outputs;
  const auto members = outputs ? outputs->members() : std::span<const Member>();
  if (members.size() != result.size()) return result;
  // The graph keeps the outputs of a dict sorted by key.
  std::vector<size_t> order(members.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return members[a].key < members[b].key; });
  std::vector<ModelTensor> in_file_order(result.size());
  for (size_t i = 0; i < order.size(); ++i) {
    in_file_order[order[i]] = std::move(result[i]);
    in_file_order[order[i]].key = members[order[i]].key;
  }
  return in_file_order;
}

Shapes plain(const Structure<Tensor>& structure) {
  return map_leaves(structure, [](const Tensor& tensor) { return plain(tensor.shape); });
}

}  // namespace nnsummary
