#include "layers/call.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/structures.h"
#include "infer/constant.h"
#include "infer/frame.h"

namespace nnsummary {
namespace {

std::string spaced(std::string_view name) {
  std::string result(name);
  std::replace(result.begin(), result.end(), '_', ' ');
  return result;
}

const BoundArgument* find(const BoundArguments& arguments, std::string_view name) {
  const auto found = std::find_if(arguments.begin(), arguments.end(), [name](auto& a) { return a.name == name; });
  return found == arguments.end() ? nullptr : &*found;
}

// For formulas, the sizes of inputs are leaves of expressions.
Shape as_leaves(const Shape& shape, ExprPool* pool) {
  if (!pool) return shape;
  std::vector<Dim> dims;
  for (const Dim dim : shape) dims.push_back(dim.known() ? pool->leaf(dim.value().get(), {}) : dim.plain());
  return Shape(std::move(dims));
}

[[noreturn]] void refuse(std::string message) { throw LayerError{std::move(message)}; }

// Returns true for a model that a person described, rather than Keras.
bool is_spec(const Frame& frame) { return !frame.walk.report().document().root().find("class_name"); }

void check_rank(const Frame& frame, const Shape& shape, const InputRule& rule) {
  const auto expected = [&](std::string_view rank) {
    const bool has_two_batches = is_spec(frame) && shape.rank() > 1 && shape[0].none() && shape[1].none();
    refuse(fmt::format("expected an input of {}, found the shape {}{}", rank, to_text(shape),
                       has_two_batches ? "; the shape of an 'input:' in a spec has no batch" : ""));
  };
  if (rule.rank >= 0 && shape.rank() != rule.rank) expected(fmt::format("rank {}", rule.rank));
  if (shape.rank() < rule.min_rank) expected(fmt::format("rank {} or more", rule.min_rank));
  if (shape.rank() > rule.max_rank) expected(fmt::format("rank {} or less", rule.max_rank));
}

void check_pins(const Frame& frame, const Shape& shape) {
  if (const auto rank = frame.layer.pinned_rank; rank && shape.rank() != *rank) {
    refuse(fmt::format("was built for inputs of rank {}, and is called with the shape {}", *rank, to_text(shape)));
  }
  for (const auto& [axis, size] : frame.layer.pins) {
    if (!shape.has_axis(axis)) continue;
    const Dim found = shape[shape.axis(axis)];
    if (!found.known() || found == size) continue;
    refuse(fmt::format("was built for inputs of size {} along axis {}, and is called with the shape {}", size.value(),
                       axis, to_text(shape)));
  }
}

}  // namespace

const Arguments& Call::args() const { return frame_.layer.args; }

Dim Call::dim(std::string_view name) const {
  ExprPool* pool = frame_.walk.options().expressions;
  const int64_t value = args().integer(name).get();
  return pool ? pool->leaf(value, spaced(name)) : Dim(value);
}

Dim Call::named(Integer value, const char* name) const {
  ExprPool* pool = frame_.walk.options().expressions;
  return pool ? pool->leaf(value.get(), name) : Dim(value);
}

Shape Call::window(std::string_view name, const char* noun) const {
  static constexpr std::string_view kAxes[] = {"depth", "height", "width"};
  const std::vector<Integer> sizes = args().tuple(name);
  std::vector<Dim> dims;
  for (size_t i = 0; i < sizes.size(); ++i) {
    const bool has_axis = sizes.size() == 2 || sizes.size() == 3;
    const std::string leaf =
        has_axis ? fmt::format("{} {}", noun, kAxes[3 - sizes.size() + i]) : fmt::format("{} size", noun);
    dims.push_back(named(sizes[i], leaf.c_str()));
  }
  return Shape(std::move(dims));
}

Shape Call::input(const InputRule& rule) {
  const Structure<Tensor>& first = inputs();
  if (first.kind != Structure<Tensor>::Kind::Leaf) {
    fail(fmt::format("expected one tensor, found a list of {}{}", first.items.size(),
                     is_spec(frame_) ? "; name one of them, as in 'from: lstm[0]'" : ""));
  }
  const Shape& shape = first.leaf.shape;
  check_rank(frame_, shape, rule);
  check_pins(frame_, shape);
  if (frame_.declaring && rule.pinned && shape.has_axis(*rule.pinned)) {
    frame_.layer.pins.emplace_back(*rule.pinned, shape[shape.axis(*rule.pinned)].plain());
  }
  if (frame_.declaring && rule.pinned_rank) frame_.layer.pinned_rank = shape.rank();
  return as_leaves(shape, frame_.walk.options().expressions);
}

void Call::pin(const std::vector<int>& axes) {
  if (!frame_.declaring) return;
  const Shape& shape = inputs().leaf.shape;
  for (const int axis : axes) frame_.layer.pins.emplace_back(axis, shape[axis].plain());
}

const Structure<Tensor>& Call::inputs() const {
  const BoundArguments& arguments = frame_.arguments;
  if (frame_.creating) throw UnknownResult{};
  if (arguments.empty() || !arguments.front().tensors) fail("expected to be called on a tensor");
  return *arguments.front().tensors;
}

std::optional<Tensor> Call::tensor(std::string_view name) const {
  const BoundArgument* argument = find(frame_.arguments, name);
  if (!argument || !argument->tensors || argument->tensors->kind != Structure<Tensor>::Kind::Leaf) return std::nullopt;
  Tensor result = argument->tensors->leaf;
  result.shape = as_leaves(result.shape, frame_.walk.options().expressions);
  return result;
}

const Structure<Tensor>* Call::tensors(std::string_view name) const {
  const BoundArgument* argument = find(frame_.arguments, name);
  return argument && argument->tensors ? &*argument->tensors : nullptr;
}

const Value* Call::option(std::string_view name) const {
  const BoundArgument* argument = find(frame_.arguments, name);
  if (argument) return argument->tensors && !is_array(argument->value) ? nullptr : argument->value;
  const Value* config = frame_.layer.op ? frame_.layer.args.config() : nullptr;
  return config ? config->find(name) : nullptr;
}

bool Call::option_flag(std::string_view name, bool fallback) const {
  const Value* value = option(name);
  return value && value->is_bool() ? value->boolean() : fallback;
}

void Call::weight(std::string_view name, const Shape& shape, const WeightRule& rule) {
  declare_weight(frame_, name, shape, rule);
}

void Call::kernel(std::string_view name, const Shape& shape, const KernelRule& rule) {
  declare_kernel(frame_, name, shape, rule);
}

namespace {

LayerState* find_child(LayerState& layer, std::string_view attribute) {
  for (Child& child : layer.children) {
    if (child.attribute == attribute) return child.layer.get();
  }
  return nullptr;
}

LayerState& add_child(LayerState& layer, std::string_view attribute, std::unique_ptr<LayerState> child) {
  layer.children.push_back({std::string(attribute), std::move(child)});
  return *layer.children.back().layer;
}

}  // namespace

Call Call::scope(std::string_view attribute, std::string_view name) {
  LayerState* child = find_child(frame_.layer, attribute);
  if (!child) {
    child = &add_child(frame_.layer, attribute, std::make_unique<LayerState>());
    child->name = name;
    child->policy = frame_.layer.policy;
    child->built = true;
  }
  frame_.scopes.push_back(Frame{frame_.walk, *child, frame_.arguments, frame_.declaring, frame_.depth});
  return Call(frame_.scopes.back());
}

Sublayer Call::sublayer(std::string_view attribute, const Value& config, std::string_view rename) {
  LayerState* child = find_child(frame_.layer, attribute);
  if (!child) {
    child = &add_child(frame_.layer, attribute, frame_.walk.create_sublayer(config, rename, frame_.depth + 1));
  }
  return {frame_, *child};
}

Sublayer Call::sublayer(std::string_view attribute, std::string_view class_name, std::string_view name) {
  LayerState* child = find_child(frame_.layer, attribute);
  if (!child) {
    const LayerState& parent = frame_.layer;
    auto created = std::make_unique<LayerState>();
    created->name = name;
    created->class_name = class_name;
    created->origin = parent.origin;
    created->entry = find_layer(class_name);
    created->args = Arguments(created->entry->args, *parent.args.config());
    created->policy = parent.policy;
    created->trainable = parent.trainable;
    child = &add_child(frame_.layer, attribute, std::move(created));
  }
  return {frame_, *child};
}

void Call::list_sublayers() { frame_.layer.lists_sublayers = true; }

void Call::output(const Shape& shape) { frame_.result = Structure<Tensor>(Tensor{shape, compute_dtype()}); }

void Call::output(const Structure<Shape>& shapes) { frame_.result = with_dtype(shapes, compute_dtype()); }

void Call::output_tensors(Structure<Tensor> tensors) { frame_.result = std::move(tensors); }

void Call::macs(Product product) {
  if (!frame_.walk.options().count_macs) return;
  Count count = 1;
  for (const Dim dim : product) {
    if (!dim.known() || dim.value() < 0) return frame_.macs.add_unknown();
    count *= static_cast<uint64_t>(dim.value().get());
  }
  frame_.macs.add(product, count, frame_.walk.options().expressions != nullptr);
}

void Call::count_tensors(Integer count, const Shape& shape) const {
  constexpr Integer kMost = int64_t{1} << 32;
  const auto tensors = static_cast<size_t>(std::clamp(count, Integer(0), kMost).get());
  frame_.walk.spend(tensors * Walk::tensor_steps(shape), frame_.layer);
}

bool Call::building() const { return frame_.declaring; }

Era Call::era() const { return frame_.walk.options().writer.era; }

DType Call::compute_dtype() const { return frame_.layer.policy.compute; }

std::string_view Call::layer_name() const { return frame_.layer.name; }

void Call::fail(std::string message) const { refuse(std::move(message)); }

bool Sublayer::known() const { return layer_.known(); }

std::string_view Sublayer::name() const { return layer_.name; }

const Arguments& Sublayer::args() const { return layer_.args; }

bool Sublayer::has_arg(std::string_view name) const {
  const auto table = layer_.args.table();
  return std::any_of(table.begin(), table.end(), [name](const Arg& arg) { return arg.name == name; });
}

const Shape* Sublayer::weight(std::string_view name) const {
  const auto& weights = layer_.weights;
  const auto found = std::find_if(weights.begin(), weights.end(), [name](auto& weight) { return weight.name == name; });
  return found == weights.end() ? nullptr : &found->shape;
}

Structure<Tensor> Sublayer::call(Structure<Tensor> input, Dim times) {
  Macs macs;
  BoundArguments arguments(1);
  arguments[0].tensors = std::move(input);
  const bool builds = !layer_.built && !layer_.model && !layer_.lists_sublayers;
  const Walk::Repeat repeat(parent_.walk, times);
  Structure<Tensor> result = parent_.walk.call(layer_, std::move(arguments), macs, parent_.depth + 1);
  if (builds) layer_.built_as = result;
  layer_.macs.add(macs, parent_.walk.times());
  parent_.macs.add(macs, times);
  return result;
}

}  // namespace nnsummary
