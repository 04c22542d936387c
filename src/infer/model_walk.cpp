#include "infer/model_walk.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/structures.h"
#include "infer/constant.h"

namespace nnsummary {
namespace {

Tensor with_batch_of_one(Tensor tensor) {
  if (tensor.shape.rank() > 0 && tensor.shape.first().none()) tensor.shape[0] = 1;
  return tensor;
}

// Returns true if the shapes agree. An unknown size agrees with any.
bool fits(const Shape& own, const Shape& given) {
  if (own.rank() != given.rank()) return false;
  for (int i = 1; i < own.rank(); ++i) {
    if (own[i].known() && given[i].known() && !(own[i] == given[i])) return false;
  }
  return true;
}

// Returns the input shape that the arguments of a Sequential's first layer give. 'input_dim' is an argument of its own
// in Embedding. From keras/src/layers/layer.py.
std::optional<Shape> shape_from_arguments(const LayerState& first, const Value& config) {
  const bool has_own = first.entry && find_arg(first.entry->args, "input_dim");
  const Value* size = has_own ? nullptr : config.find("input_dim");
  if (size && size->is_int()) return Shape{Dim(), Dim(size->integer())};
  const Value* sizes = config.find("input_shape");
  const std::optional<Shape> shape = sizes ? read_shape(*sizes) : std::nullopt;
  return shape ? std::optional(shape->inserted(0, Dim())) : std::nullopt;
}

// Returns false if the model takes a list of one tensor: Keras 3.0 to 3.4 wrote such a model this way at the start of a
// Sequential, and didn't build the Sequential.
bool takes_one_tensor(const Graph& graph) {
  const Value* inputs = graph.spec->inputs;
  const bool flat = !inputs || (!inputs->items().empty() && inputs->items().front().is_string());
  return flat && graph.inputs.size() == 1;
}

}  // namespace

void ModelWalk::construct(const std::vector<Tensor>* inputs) {
  if (inputs) {
    set_own_inputs(*inputs);
    construct_functional();
  } else if (graph_.spec->sequential) {
    construct_sequential();
  } else {
    construct_functional();
  }
  if (model_.built) store_results();
  report_unbuilt();
}

void ModelWalk::set_own_inputs(const std::vector<Tensor>& inputs) {
  for (size_t i = 0; i < inputs.size(); ++i) {
    set_result({graph_.inputs[i].operation, 0}, walk_.options().count_macs ? with_batch_of_one(inputs[i]) : inputs[i]);
  }
}

std::optional<std::vector<Tensor>> ModelWalk::other_inputs(const Structure<Tensor>& given) const {
  std::vector<Tensor> result = in_order_of_inputs(given);
  const std::vector<Tensor> own = own_inputs();
  if (result.size() != own.size()) return std::nullopt;
  bool differs = false;
  for (size_t i = 0; i < own.size(); ++i) {
    if (result[i].shape.rank() == 0 || own[i].shape.rank() == 0) return std::nullopt;
    differs = differs || !fits(own[i].shape, result[i].shape);
    result[i].shape[0] = own[i].shape.first();
    result[i].dtype = own[i].dtype;
  }
  return differs ? std::optional(std::move(result)) : std::nullopt;
}

void ModelWalk::construct_functional() {
  Macs macs;
  model_.built = true;
  call_all(macs);
}

void ModelWalk::construct_sequential() {
  if (const auto input = known_input_shape()) build_sequential(*input);
}

// Returns the shape of an InputLayer, the recorded shape that the model was built with, or the input shape of a first
// layer that is a built model. Returns nullopt if the model isn't built before it is called.
std::optional<Shape> ModelWalk::known_input_shape() {
  const auto& specs = graph_.spec->layers;
  if (specs.empty()) return std::nullopt;
  if (!graph_.implicit_input) {
    const Value* shape = specs.front().config->find("batch_shape");
    return shape ? read_shape(*shape) : std::nullopt;
  }
  const LayerState& first = model_.layers[1];
  if (first.model && first.model->built && specs.size() > 1 && takes_one_tensor(*first.model->graph)) {
    const TensorRef input = first.model->graph->inputs.front();
    return first.model->layers[input.operation].calls[0].tensors[0].shape;
  }
  const Value* shape = graph_.spec->build_input_shape;
  if (shape && !shape->is_null()) return read_shape(*shape);
  return shape_from_arguments(first, *specs.front().config);
}

void ModelWalk::build_sequential(const Shape& input) {
  model_.built = true;
  Macs macs;
  if (graph_.implicit_input) {
    const DType dtype = model_.layers.size() > 1 ? model_.layers[1].policy.compute : DType::Float32;
    set_result({0, 0}, Tensor{input, dtype});
  }
  call_all(macs);
}

void ModelWalk::call_all(Macs& macs) {
  for (const NodeRef ref : graph_.calls) {
    const bool has_result = ref.node < results_[ref.operation].size() && results_[ref.operation][ref.node].called;
    if (!has_result) call_node(ref, macs);
  }
}

void ModelWalk::call_node(NodeRef ref, Macs& macs) {
  LayerState& layer = model_.layers[ref.operation];
  walk_.spend(Walk::kCallSteps, layer);
  const bool counted = graph_.operations[ref.operation].nodes[ref.node].in_graph;
  Macs own;
  try {
    set_result(ref, call_layer(ref, own));
  } catch (const LayerError& error) {
    fail(layer, {error.message + sources_of(ref), error.where});
    set_recorded(ref);
  } catch (const UnknownResult&) {
    own.add_unknown();
    set_recorded(ref);
  }
  if (!counted) return;
  layer.macs.add(own, walk_.times());
  macs.add(own);
}

Structure<Tensor> ModelWalk::call_layer(NodeRef ref, Macs& macs) {
  LayerState& layer = model_.layers[ref.operation];
  const Node& node = graph_.operations[ref.operation].nodes[ref.node];
  Structure<Tensor> result = walk_.call(layer, bind(layer, node), macs, depth_);
  const bool is_input = node.inputs.empty() && layer.class_name == "InputLayer";
  return is_input && walk_.options().count_macs ? with_batch_of_one(result.leaf) : result;
}

// Returns a list of the tensors of a call, for messages about shapes that don't agree, or "" if there is only one
// tensor.
std::string ModelWalk::sources_of(NodeRef ref) {
  constexpr size_t kMost = 6;
  const std::vector<TensorRef>& inputs = graph_.operations[ref.operation].nodes[ref.node].inputs;
  if (inputs.size() < 2 || inputs.size() > kMost) return {};
  std::string result;
  for (const TensorRef input : inputs) {
    const CallResult& call = result_of(input);
    if (input.tensor >= call.tensors.size()) return {};
    result += fmt::format("{}'{}' {}", result.empty() ? "; called on " : ", ", model_.layers[input.operation].name,
                          to_text(call.tensors[input.tensor].shape));
  }
  return result;
}

void ModelWalk::fail(LayerState& layer, const LayerError& error) {
  if (!layer.refused) walk_.error(error.where, layer, error.message);
  layer.refused = true;
}

CallResult& ModelWalk::result_of(TensorRef tensor) {
  if (uses_stored_) return model_.layers[tensor.operation].calls[tensor.node];
  auto& nodes = results_[tensor.operation];
  if (nodes.size() <= tensor.node) nodes.resize(tensor.node + 1);
  return nodes[tensor.node];
}

void ModelWalk::set_result(NodeRef ref, Structure<Tensor> returned) {
  CallResult& result = result_of({ref.operation, ref.node, 0});
  result.called = true;
  result.tensors = flatten(returned);
  size_t steps = 0;
  for (const Tensor& tensor : result.tensors) steps += Walk::tensor_steps(tensor.shape);
  walk_.spend(steps, model_.layers[ref.operation]);
  result.returned = std::move(returned);
}

namespace {

uint64_t place_of(TensorRef tensor) { return uint64_t{tensor.node} << 32 | tensor.tensor; }

template <typename Visit>
void visit_tensors(const Argument& argument, const Visit& visit) {
  if (argument.type == Argument::Type::Tensor) visit(argument);
  for (const Argument& item : argument.items) visit_tensors(item, visit);
}

}  // namespace

void ModelWalk::read_recorded() {
  recorded_.emplace();
  const auto record = [&](const Argument& argument) {
    const Value* config = argument.value->find("config");
    const Value* shape = config ? config->find("shape") : nullptr;
    if (shape) recorded_->emplace(std::pair(argument.tensor.operation, place_of(argument.tensor)), shape);
  };
  for (uint32_t i = 0; i < graph_.operations.size(); ++i) {
    const LayerSpec* spec = graph_.operations[i].spec;
    const Value* built_for = spec && spec->build_config ? spec->build_config->find("input_shape") : nullptr;
    if (graph_.spec->sequential && i > 0 && built_for) recorded_->emplace(std::pair(i - 1, uint64_t{0}), built_for);
    for (const Node& node : graph_.operations[i].nodes) {
      for (const Argument& argument : node.args) visit_tensors(argument, record);
      for (const Keyword& keyword : node.kwargs) visit_tensors(keyword.value, record);
    }
  }
  // An output of the model exists, but its shape isn't recorded.
  for (const TensorRef output : graph_.outputs) {
    recorded_->emplace(std::pair(output.operation, place_of(output)), nullptr);
  }
}

// If the result of a call isn't known, the shapes that the file records for its outputs are used.
void ModelWalk::set_recorded(NodeRef ref) {
  if (!recorded_) read_recorded();
  std::vector<Structure<Tensor>> tensors;
  const auto end = recorded_->lower_bound({ref.operation, place_of({0, ref.node + 1, 0})});
  for (auto it = recorded_->lower_bound({ref.operation, place_of({0, ref.node, 0})}); it != end; ++it) {
    const size_t tensor = it->first.second & UINT32_MAX;
    walk_.spend(Walk::tensor_steps({}) * tensor, model_.layers[ref.operation]);
    tensors.resize(tensor + 1, Tensor{Shape::unknown()});
    const std::optional<Shape> shape = it->second ? read_shape(*it->second) : std::nullopt;
    tensors.back() = Tensor{shape.value_or(Shape::unknown())};
  }
  if (tensors.size() <= 1) return set_result(ref, tensors.empty() ? Tensor{Shape::unknown()} : tensors[0]);
  set_result(ref, Structure<Tensor>(Structure<Tensor>::Kind::List, std::move(tensors)));
}

void ModelWalk::store_results() {
  for (size_t i = 0; i < results_.size(); ++i) model_.layers[i].calls = std::move(results_[i]);
}

// Errors of building a layer matter only if it is never called: its row then shows what it was built with.
void ModelWalk::report_unbuilt() {
  for (LayerState& layer : model_.layers) {
    if (layer.calls.empty() && layer.build_error && !graph_.spec->sequential) fail(layer, *layer.build_error);
  }
}

BoundArguments ModelWalk::bind(const LayerState& layer, const Node& node) {
  BoundArguments result;
  const auto positional = [&layer](size_t i) -> std::string_view {
    if (layer.entry) return i < layer.entry->call_args.size() ? layer.entry->call_args[i].name : std::string_view();
    if (layer.op) return called_argument(*layer.op, i).value_or(OpArg{}).name;
    return i == 0 ? "inputs" : std::string_view();
  };
  for (size_t i = 0; i < node.args.size(); ++i) {
    const auto arg = layer.op ? called_argument(*layer.op, i) : std::nullopt;
    if (arg && arg->type == OpArg::Type::Rest) {
      result.push_back({positional(i), tensors_of(std::span(node.args).subspan(i))});
      break;
    }
    result.push_back(bound(positional(i), node.args[i]));
  }
  for (const Keyword& keyword : node.kwargs) result.push_back(bound(keyword.name, keyword.value));
  // The class's first argument comes first, even if it was given by keyword.
  const auto first = std::find_if(result.begin(), result.end(),
                                  [&](const BoundArgument& argument) { return argument.name == positional(0); });
  if (first != result.end()) std::rotate(result.begin(), first, first + 1);
  return result;
}

BoundArgument ModelWalk::bound(std::string_view name, const Argument& argument) {
  BoundArgument result;
  result.name = name;
  result.value = argument.value;
  if (argument.type != Argument::Type::Value || is_array(argument.value)) result.tensors = tensors_of(argument);
  return result;
}

Structure<Tensor> ModelWalk::tensors_of(const Argument& argument) {
  if (argument.type == Argument::Type::Value) return constant_tensor(*argument.value);
  if (argument.type == Argument::Type::Returned) return result_of(argument.tensor).returned;
  if (argument.type == Argument::Type::Tensor) {
    const CallResult& result = result_of(argument.tensor);
    if (argument.tensor.tensor < result.tensors.size()) return result.tensors[argument.tensor.tensor];
    const LayerState& producer = model_.layers[argument.tensor.operation];
    const bool unknown = producer.refused || !producer.known();
    if (unknown) return Tensor{Shape::unknown()};
    throw LayerError{fmt::format("is called on output {} of '{}', which has {}", argument.tensor.tensor, producer.name,
                                 result.tensors.size()),
                     argument.value};
  }
  Structure<Tensor> list = tensors_of(std::span(argument.items));
  if (argument.type == Argument::Type::Dict) {
    list.kind = Structure<Tensor>::Kind::Dict;
    list.keys.assign(argument.keys.begin(), argument.keys.end());
  }
  return list;
}

Structure<Tensor> ModelWalk::tensors_of(std::span<const Argument> arguments) {
  Structure<Tensor> list(Structure<Tensor>::Kind::List, {});
  for (const Argument& item : arguments) list.items.push_back(tensors_of(item));
  return list;
}

std::vector<Tensor> ModelWalk::own_inputs() const {
  std::vector<Tensor> result;
  for (const TensorRef input : graph_.inputs) result.push_back(model_.layers[input.operation].calls[0].tensors[0]);
  return result;
}

bool ModelWalk::is_own_input(const std::vector<Tensor>& tensors) const {
  const std::vector<Tensor> own = own_inputs();
  return std::equal(own.begin(), own.end(), tensors.begin(), tensors.end(),
                    [](const Tensor& a, const Tensor& b) { return a.shape == b.shape; });
}

// Returns the inputs, given by position or by the names of the InputLayers, in the model's order.
std::vector<Tensor> ModelWalk::in_order_of_inputs(const Structure<Tensor>& given) const {
  const bool by_name =
      given.kind == Structure<Tensor>::Kind::Dict && graph_.spec->inputs && !graph_.spec->inputs->is_object();
  if (!by_name) return flatten(given);
  std::vector<Tensor> result;
  for (const TensorRef input : graph_.inputs) {
    const auto key = std::find(given.keys.begin(), given.keys.end(), model_.layers[input.operation].name);
    if (key != given.keys.end()) result.push_back(given.items[static_cast<size_t>(key - given.keys.begin())].leaf);
  }
  return result;
}

// Returns the tensors for the model's inputs. Throws LayerError where they don't fit.
std::vector<Tensor> ModelWalk::checked_inputs(const Structure<Tensor>& inputs, std::string_view name) const {
  std::vector<Tensor> given = in_order_of_inputs(inputs);
  if (given.size() != graph_.inputs.size()) {
    throw LayerError{
        fmt::format("model '{}' has {} inputs, and is called on {} tensors", name, graph_.inputs.size(), given.size())};
  }
  const std::vector<Tensor> own = own_inputs();
  for (size_t i = 0; i < given.size(); ++i) {
    // The error that hides the model's own shape has been reported.
    if (!own[i].shape.is_known()) throw UnknownResult{};
    if (!fits(own[i].shape, given[i].shape)) {
      throw LayerError{fmt::format("model '{}' takes inputs of shape {}, and is called on {}", name,
                                   to_text(own[i].shape), to_text(given[i].shape))};
    }
    given[i] = Tensor{given[i].shape, own[i].dtype};
  }
  return given;
}

Structure<Tensor> ModelWalk::outputs() {
  if (graph_.spec->sequential) return result_of(graph_.outputs.front()).returned;
  std::vector<Structure<Tensor>> tensors;
  for (const TensorRef output : graph_.outputs) {
    const CallResult& result = result_of(output);
    const bool exists = output.tensor < result.tensors.size();
    tensors.push_back(exists ? result.tensors[output.tensor] : Tensor{Shape::unknown()});
  }
  if (tensors.size() == 1) return tensors.front();
  return Structure<Tensor>(Structure<Tensor>::Kind::List, std::move(tensors));
}

}  // namespace nnsummary
