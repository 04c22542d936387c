#include "spec/masks.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

namespace nnsummary {
namespace {

bool is_tensor(const Value& value) { return value.string_of("class_name") == "__keras_tensor__"; }

bool is_float(std::string_view dtype) { return dtype.starts_with("float") || dtype.starts_with("bfloat"); }

// Returns the dtype that a layer computes in: "float16" for "mixed_float16" and for "int8_from_mixed_float16".
std::string_view compute_dtype(const Value& config) {
  const Value* dtype = config.find("dtype");
  if (const Value* policy = dtype ? dtype->find("config") : nullptr) dtype = policy->find("name");
  if (!dtype || !dtype->is_string()) return "float32";
  std::string_view name = dtype->string();
  if (const size_t from = name.find("_from_"); from != std::string_view::npos) name.remove_prefix(from + 6);
  if (name.starts_with("mixed_")) name.remove_prefix(6);
  return name;
}

// Appends the tensors and nulls of a structure.
void flatten(const Value& value, std::vector<Value>& tensors) {
  if (is_tensor(value) || value.is_null()) tensors.push_back(value);
  if (value.is_list()) {
    for (const Value& item : value.items()) flatten(item, tensors);
  }
}

MaskPlace place_of(const Value& tensor) {
  const Value* config = tensor.find("config");
  const Value* history = config ? config->find("keras_history") : nullptr;
  const auto items = history ? history->items() : std::span<const Value>();
  if (items.size() != 3 || !items[0].is_string() || !items[1].is_int() || !items[2].is_int()) return {};
  return {items[0].string(), items[1].integer().get(), items[2].integer().get()};
}

bool takes_mask(const LayerEntry& entry) {
  return std::any_of(entry.call_args.begin(), entry.call_args.end(),
                     [](const CallArg& arg) { return arg.type == CallArg::Type::Mask; });
}

bool has_mask(std::span<const Value> masks) {
  return std::any_of(masks.begin(), masks.end(), [](const Value& mask) { return !mask.is_null(); });
}

Value list_of(Document& document, std::span<const Value> values) {
  return Value::of_list(document.arena().copy(values));
}

// Returns the only output of a layer that is called once.
Value reference_to(Document& document, std::string_view layer) {
  const Value history = make_list(document, {{Value::of_string(layer)}, {Value::of_int(0)}, {Value::of_int(0)}});
  return make_object(document, {{"class_name", Value::of_string("__keras_tensor__")},
                                {"config", make_object(document, {{"keras_history", history}})}});
}

bool is_model(const Value& config) { return config.find("layers") && config.find("layers")->is_list(); }

}  // namespace

Value MaskCall::argument(std::string_view name, const Value& fallback) const {
  const Value* found = config_.find(name);
  return found ? *found : fallback;
}

bool MaskCall::flag(std::string_view name) const {
  const Value* found = config_.find(name);
  return found && is_true(*found);
}

Value MaskCall::layer(std::string_view name) const {
  const Value* found = config_.find(name);
  const Value* config = found ? found->find("config") : nullptr;
  return config ? *config : Value();
}

Value MaskCall::operation(std::string_view function, const std::vector<Value>& args,
                          std::initializer_list<ObjectDraft::Field> arguments) {
  return masks_.operation(function, args, arguments);
}

Value MaskCall::list(std::span<const Value> values) const { return list_of(masks_.document_, values); }

Value Masks::mask_of(const Value& tensor) const {
  const auto found = masks_.find(place_of(tensor));
  return found == masks_.end() ? Value() : found->second;
}

// Returns the dtype of a tensor, or an empty string where it isn't known.
std::string_view Masks::dtype_of(const Value& tensor) const {
  MaskPlace key = place_of(tensor);
  key.index = 0;
  const auto found = dtypes_.find(key);
  return found == dtypes_.end() ? std::string_view() : found->second;
}

bool Masks::needs_cast(const Value& tensor, std::string_view dtype) const {
  const std::string_view own = dtype_of(tensor);
  return is_float(own) && is_float(dtype) && own != dtype;
}

std::vector<Value> Masks::converted(const Value& argument, std::string_view dtype) {
  std::vector<Value> tensors;
  flatten(argument, tensors);
  for (Value& tensor : tensors) {
    if (needs_cast(tensor, dtype)) tensor = operation("cast", {tensor}, {{"dtype", Value::of_string(dtype)}});
  }
  return tensors;
}

Value Masks::operation(std::string_view function, const std::vector<Value>& args,
                       std::initializer_list<ObjectDraft::Field> arguments) {
  const OpEntry& op = *find_op_of(function);
  const Value name = make_string(document_, names_.next(op.name));
  ObjectDraft config{{"name", name}};
  for (const ObjectDraft::Field& argument : arguments) config.add(argument);
  const Value list = list_of(document_, args);
  const Value call = make_object(document_, {{"args", list}, {"kwargs", ObjectDraft().build(document_)}});
  const Value layer =
      make_object(document_, {{"module", make_string(document_, fmt::format("keras.src.ops.{}", op.module))},
                              {"class_name", Value::of_string(op.name)},
                              {"config", config.build(document_)},
                              {"registered_name", Value::of_string(op.name)},
                              {"name", name},
                              {"inbound_nodes", make_list(document_, {{call}})}});
  by_name_.emplace(name.string(), operations_.size());
  operations_.push_back({layer, list});
  made_.push_back(op.name);
  return reference_to(document_, name.string());
}

// Marks the operations that `mask` is computed by. They were made in order, so that each uses only earlier ones.
void Masks::use(const Value& mask) {
  std::vector<Value> open{mask};
  while (!open.empty()) {
    const Value value = open.back();
    open.pop_back();
    if (value.is_list()) open.insert(open.end(), value.items().begin(), value.items().end());
    const auto found = is_tensor(value) ? by_name_.find(place_of(value).layer) : by_name_.end();
    if (found == by_name_.end() || operations_[found->second].used) continue;
    operations_[found->second].used = true;
    open.push_back(operations_[found->second].args);
  }
}

void Masks::add_input(const Value& layer, std::string_view name) {
  dtypes_[{name}] = compute_dtype(*layer.find("config"));
}

void Masks::call(const Value& layer, std::string_view name, int64_t node, const Value& args, ObjectDraft& kwargs) {
  const Value& config = *layer.find("config");
  const bool model = is_model(config);
  const LayerEntry* entry = model ? nullptr : find_layer(layer.string_of("class_name"), layer.string_of("module"));
  if ((!model && !entry) || args.items().empty()) return;
  const Value& first = args.items()[0];
  std::vector<Value> inputs;
  flatten(first, inputs);
  std::vector<Value> masks;
  for (const Value& input : inputs) masks.push_back(mask_of(input));

  // Keras converts the arguments of a layer, but not of a model, unless there is a single tensor that has the layer's
  // dtype. The call that it records is then the one without the masks that it fills in.
  bool records_mask = args.items().size() == 1;
  if (!model) {
    const std::string_view dtype = compute_dtype(config);
    const std::string_view own = dtype_of(first);
    records_mask = records_mask && kwargs.fields().empty() && is_tensor(first) && (own.empty() || own == dtype);
    if (!records_mask && entry->autocast) {
      inputs = converted(first, dtype);
      for (const Value& argument : args.items().subspan(1)) converted(argument, dtype);
      for (const ObjectDraft::Field& argument : kwargs.fields()) converted(argument.value, dtype);
    }
    dtypes_[{name, node}] = dtype;
  }

  const Value* given = kwargs.find("mask");
  if (given && !given->is_null()) {
    masks.clear();
    flatten(*given, masks);
  } else if (records_mask && has_mask(masks) && (model || takes_mask(*entry))) {
    for (const Value& mask : masks) use(mask);
    kwargs.put("mask", is_tensor(first) ? masks[0] : list_of(document_, masks));
  }
  if (!entry || !entry->mask) return;
  MaskCall rule(*this, config, inputs, masks);
  entry->mask(rule);
  for (size_t i = 0; i < rule.outputs().size(); ++i) {
    if (!rule.outputs()[i].is_null()) masks_[{name, node, static_cast<int64_t>(i)}] = rule.outputs()[i];
  }
}

ListDraft Masks::operations() const {
  ListDraft result;
  for (const Operation& operation : operations_) {
    if (operation.used) result.push_back({operation.value});
  }
  return result;
}

void SequentialMasks::add_input(const Value& layer, std::string_view name) {
  masks_.add_input(layer, name);
  last_ = name;
}

void SequentialMasks::add(const Value& layer, std::string_view name) {
  before_.push_back(made().size());
  ObjectDraft kwargs;
  masks_.call(layer, name, 0, make_list(document_, {{reference_to(document_, last_)}}), kwargs);
  last_ = name;
}

void SequentialMasks::skip_rebuilt(AutoNames& names) const {
  std::map<std::string_view, int> counts;
  for (size_t i = 0; i < before_.size(); ++i) {
    const size_t end = i + 1 < before_.size() ? before_[i + 1] : made().size();
    for (size_t made_here = before_[i]; made_here < end; ++made_here) {
      counts[made()[made_here]] += static_cast<int>(before_.size() - i);
    }
  }
  for (const auto& [class_name, count] : counts) names.skip(class_name, count);
}

namespace {

// The layers of a functional model while their calls are followed in Keras's order.
class OldCalls {
 public:
  OldCalls(Document& document, const Value& layers, AutoNames& names)
      : document_(document), list_(layers), masks_(document, names) {}

  Value with_masks();

 private:
  struct Layer {
    const Value* value;
    std::string_view name;
    std::span<const Value> nodes;
    ListDraft calls{};  // those that have been followed
  };

  std::optional<std::string_view> missing_for(const Value& node) const;
  bool follow(Layer& layer);
  void follow_all();

  Document& document_;
  const Value& list_;
  Masks masks_;
  std::vector<Layer> layers_;
  std::unordered_map<std::string_view, size_t> made_;  // number of calls that have been followed, by layer
  std::unordered_map<std::string_view, std::vector<size_t>> waiting_;  // positions of layers, by what they wait for
};

// Returns the layer of the first tensor of the call that no followed call gives, or nullopt if all are there.
std::optional<std::string_view> OldCalls::missing_for(const Value& node) const {
  std::vector<Value> tensors;
  flatten(*node.find("args"), tensors);
  for (const Member& member : node.find("kwargs")->members()) flatten(member.value, tensors);
  for (const Value& tensor : tensors) {
    const MaskPlace place = place_of(tensor);
    const auto found = made_.find(place.layer);
    if (found != made_.end() && place.node >= static_cast<int64_t>(found->second)) return place.layer;
  }
  return std::nullopt;
}

// Follows calls of the layer up to one whose tensors aren't known yet. Returns true if there was one that could be
// followed.
bool OldCalls::follow(Layer& layer) {
  const size_t before = layer.calls.size();
  while (layer.calls.size() < layer.nodes.size()) {
    const Value& node = layer.nodes[layer.calls.size()];
    if (const auto missing = missing_for(node)) {
      waiting_[*missing].push_back(static_cast<size_t>(&layer - layers_.data()));
      break;
    }
    ObjectDraft kwargs(*node.find("kwargs"));
    const size_t given = kwargs.fields().size();
    masks_.call(*layer.value, layer.name, static_cast<int64_t>(layer.calls.size()), *node.find("args"), kwargs);
    ObjectDraft call(node);
    if (kwargs.fields().size() > given) call.put("kwargs", kwargs.build(document_));
    layer.calls.push_back({call.build(document_), &node});
    made_[layer.name] = layer.calls.size();
  }
  return layer.calls.size() > before;
}

// Keras goes through the layers again and again, until no call is left. Here a layer is visited again only once the
// layer that it waits for has another call: in the same pass if it stands after that layer, else in the next.
void OldCalls::follow_all() {
  std::set<std::pair<size_t, size_t>> visits;  // by pass and position
  for (size_t i = 0; i < layers_.size(); ++i) visits.emplace_hint(visits.end(), 0, i);
  while (!visits.empty()) {
    const auto [pass, position] = visits.extract(visits.begin()).value();
    Layer& layer = layers_[position];
    if (!follow(layer)) continue;
    const auto waiting = waiting_.extract(layer.name);
    if (waiting.empty()) continue;
    for (const size_t next : waiting.mapped()) visits.emplace(next > position ? pass : pass + 1, next);
  }
}

Value OldCalls::with_masks() {
  for (const Value& value : list_.items()) {
    const std::string_view name = value.string_of("name");
    const Value* nodes = value.find("inbound_nodes");
    if (!nodes) return list_;
    const bool is_input = value.string_of("class_name") == "InputLayer";
    if (is_input) masks_.add_input(value, name);
    made_[name] = is_input ? 1 : 0;
    layers_.push_back({&value, name, nodes->items()});
  }
  follow_all();
  ListDraft result = masks_.operations();
  if (result.empty()) return list_;
  for (const Layer& layer : layers_) {
    ObjectDraft made(*layer.value);
    ListDraft calls = layer.calls;
    for (const Value& node : layer.nodes.subspan(layer.calls.size())) calls.push_back(kept(node));
    made.put("inbound_nodes", make_list(document_, calls));
    result.push_back({made.build(document_), layer.value});
  }
  return make_list(document_, result);
}

}  // namespace

Value with_masks(Document& document, const Value& layers, AutoNames& names) {
  return OldCalls(document, layers, names).with_masks();
}

std::optional<Value> with_all_masks(Document& document, const Value& model, AutoNames& names) {
  const Value* config = model.find("config");
  const Value* layers = config ? config->find("layers") : nullptr;
  if (!layers) return std::nullopt;
  // Keras calls the layers of a nested model first.
  bool changed = false;
  ListDraft made;
  for (const Value& layer : layers->items()) {
    const auto inner = with_all_masks(document, layer, names);
    changed = changed || inner;
    made.push_back(inner ? ValueDraft{*inner, &layer} : kept(layer));
  }
  Value list = changed ? make_list(document, made) : *layers;
  if (config->find("input_layers")) {
    const size_t before = list.items().size();
    list = with_masks(document, list, names);
    changed = changed || list.items().size() > before;
  }
  if (!changed) return std::nullopt;
  ObjectDraft new_config(*config);
  new_config.set("layers", {list, layers});
  ObjectDraft result(model);
  result.set("config", {new_config.build(document), config});
  return result.build(document);
}

}  // namespace nnsummary
