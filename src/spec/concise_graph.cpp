#include "spec/concise_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/nearest.h"

namespace nnsummary {
namespace {

// Removes the `[1]` from "lstm[1]" and returns 1; returns nullopt if there is no index.
std::optional<int> take_index(std::string_view& name) {
  const size_t open = name.rfind('[');
  if (open == 0 || open == std::string_view::npos || !name.ends_with(']')) return std::nullopt;
  int index = 0;
  const char* last = name.data() + name.size() - 1;
  const auto [end, error] = std::from_chars(name.data() + open + 1, last, index);
  if (error != std::errc() || end != last || index < 0) return std::nullopt;
  name = name.substr(0, open);
  return index;
}

bool takes_separate_tensors(const ConcisePart& part) {
  return part.entry && (part.entry->name == "MultiHeadAttention" || part.entry->name == "GroupQueryAttention");
}

}  // namespace

Value ConciseGraph::read(const Value& spec) {
  read_inputs(spec);
  for (const Value& value : spec.find("layers")->items()) read_entry(value);
  const Value output_layers = outputs(spec.find("output"));
  ListDraft inputs;
  for (const Tensor& tensor : inputs_) inputs.push_back({end(tensor)});
  ListDraft layers;
  for (const Wired& layer : layers_) {
    ObjectDraft fields;
    for (const Member& member : layer.part.value.members()) fields.add({member.key, member.value, &member.value});
    fields.add({"name", Value::of_string(layer.part.name)});
    fields.add({"inbound_nodes", make_list(document_, layer.calls)});
    layers.push_back({fields.build(document_), layer.original});
  }
  const ListDraft added = masks_.operations();
  layers.insert(layers.end(), added.begin(), added.end());
  return make_object(document_, {{"name", make_string(document_, name_)},
                                 {"trainable", Value::of_bool(true)},
                                 {"layers", make_list(document_, layers), spec.find("layers")},
                                 {"input_layers", inputs.size() == 1 ? inputs[0].value : make_list(document_, inputs)},
                                 {"output_layers", output_layers, spec.find("output")}});
}

void ConciseGraph::read_inputs(const Value& spec) {
  const Value* several = spec.find("inputs");
  const Value* only = spec.find("input");
  if (several && only) {
    report_.error_at_key(only, {}, "a model has 'input' or 'inputs', not both");
  } else if (several && (!several->is_object() || several->members().empty())) {
    report_.error(several, {}, "expected 'inputs' to name shapes, as {image: [28, 28, 1], age: [1]}");
  } else if (several) {
    for (const Member& member : several->members()) add_input(member.value, member.key, &member.value);
  } else if (only) {
    const Value* name = only->find("name");
    const ConcisePart part = reader_.input(*only, {}, only);
    layers_.push_back({part, {}, only});
    masks_.add_input(part.value, part.name);
    publish(name && name->is_string() ? name->string() : "input", inputs_.emplace_back(Tensor{}), only);
  } else {
    report_.error(&spec, {}, "expected a model with 'from', 'call' or operations to have 'input' or 'inputs'");
  }
  if (inputs_.empty()) report_.throw_errors();
  if (inputs_.size() == 1) last_ = inputs_[0];
}

void ConciseGraph::add_input(const Value& spec, std::string_view key, const Value* original) {
  layers_.push_back({reader_.input(spec, key, original), {}, original});
  masks_.add_input(layers_.back().part.value, layers_.back().part.name);
  publish(key, inputs_.emplace_back(Tensor{layers_.size() - 1}), original);
}

void ConciseGraph::publish(std::string_view name, Tensor tensor, const Value* original) {
  const auto [found, added] = outputs_.emplace(name, tensor);
  if (added) return;
  // Two layers of one name are reported where the model is wired.
  const auto is_called = [&](size_t layer) { return layers_[layer].part.name == name; };
  if (tensor.layer != found->second.layer && is_called(tensor.layer) && is_called(found->second.layer)) return;
  report_.error(original, {}, fmt::format("the name '{}' is used twice", name));
}

void ConciseGraph::read_entry(const Value& value) {
  const auto entry = reader_.entry(value);
  if (!entry) {
    last_failed_ = true;
  } else if (entry->form == ConciseEntry::Form::Call) {
    read_call(*entry);
  } else if (entry->form == ConciseEntry::Form::Operation) {
    read_operation(*entry);
  } else {
    read_layer(*entry);
  }
}

void ConciseGraph::read_layer(const ConciseEntry& entry) {
  std::optional<Source> from = source(entry);
  reader_.repeat(entry, [&](int64_t i) {
    Wired wired{reader_.layer(entry, i, depth_), {}, entry.original};
    const std::string_view name = wired.part.name;
    layers_.push_back(std::move(wired));
    if (!from) {
      // The layer is checked, but not called.
      failed_.push_back(name);
      last_failed_ = true;
      return;
    }
    by_name_.emplace(name, layers_.size() - 1);
    call(layers_.size() - 1, entry, *from);
    publish(name, *last_, entry.original);
    from = Source{{*last_}, {entry.original}};
  });
}

void ConciseGraph::read_call(const ConciseEntry& entry) {
  const std::optional<Source> from = source(entry);
  const auto called = by_name_.find(entry.name);
  const bool failed = std::find(failed_.begin(), failed_.end(), entry.name) != failed_.end();
  if (called == by_name_.end() && !failed) {
    std::vector<std::string_view> names;
    for (const auto& [name, layer] : by_name_) names.push_back(name);
    report_.error(entry.original->find("call"), {},
                  fmt::format("no layer is called '{}'{}", entry.name, did_you_mean(entry.name, names)));
  }
  const bool named = entry.given_name && entry.given_name->is_string();
  if (entry.given_name && !named) report_.error(entry.given_name, {}, "expected 'name' to be a string");
  last_failed_ = !from || called == by_name_.end() || failed;
  if (last_failed_) {
    if (named) failed_.push_back(entry.given_name->string());
    return;
  }
  call(called->second, entry, *from);
  if (named) publish(entry.given_name->string(), *last_, entry.given_name);
}

std::optional<ConciseGraph::Tensor> ConciseGraph::find(std::string_view name) const {
  auto found = outputs_.find(name);
  if (found != outputs_.end()) return found->second;
  const auto index = take_index(name);
  if (index) found = outputs_.find(name);
  if (!index || found == outputs_.end()) return std::nullopt;
  Tensor result = found->second;
  result.index = *index;
  return result;
}

std::optional<ConciseGraph::Tensor> ConciseGraph::tensor(const Value& name) {
  if (!name.is_string()) {
    report_.error(&name, {}, fmt::format("expected the name of a layer or an input, found {}", describe(name)));
    return std::nullopt;
  }
  const auto found = find(name.string());
  if (found) return found;
  std::string_view base = name.string();
  take_index(base);
  if (std::find(failed_.begin(), failed_.end(), base) != failed_.end()) return std::nullopt;
  std::vector<std::string_view> names;
  for (const auto& [known, tensor] : outputs_) names.push_back(known);
  report_.error(&name, {},
                fmt::format("no layer or input before this is called '{}'{}", base, did_you_mean(base, names)));
  return std::nullopt;
}

std::optional<ConciseGraph::Source> ConciseGraph::source(const ConciseEntry& entry) {
  Source result;
  if (!entry.from || entry.from->is_null()) {
    if (last_failed_) return std::nullopt;
    if (!last_) {
      report_.error(entry.original, {{}, entry.name},
                    "the model has several inputs: the first layer needs a 'from' that names those it is called on");
      last_failed_ = true;
      return std::nullopt;
    }
    last_->index = 0;
    return Source{{*last_}, {entry.original}};
  }
  result.is_list = entry.from->is_list();
  const std::span<const Value> names = result.is_list ? entry.from->items() : std::span(entry.from, 1);
  bool failed = names.empty();
  if (failed) report_.error(entry.from, {{}, entry.name}, "expected 'from' to name a layer or an input");
  for (const Value& name : names) {
    const auto found = tensor(name);
    failed = failed || !found;
    if (found) result.tensors.push_back(*found);
    result.originals.push_back(&name);
  }
  return failed ? std::nullopt : std::optional(std::move(result));
}

Value ConciseGraph::reference(const Tensor& tensor) {
  const Value history = make_list(document_, {{Value::of_string(layers_[tensor.layer].part.name)},
                                              {Value::of_int(tensor.node)},
                                              {Value::of_int(tensor.index)}});
  return make_object(document_, {{"class_name", Value::of_string("__keras_tensor__")},
                                 {"config", make_object(document_, {{"keras_history", history}})}});
}

// Returns [layer, node, tensor] as `input_layers` and `output_layers` have it: node 0 of a nested Functional is its own
// construction.
Value ConciseGraph::end(const Tensor& tensor) {
  const ConcisePart& part = layers_[tensor.layer].part;
  return make_list(document_, {{Value::of_string(part.name)},
                               {Value::of_int(tensor.node + (part.is_functional ? 1 : 0))},
                               {Value::of_int(tensor.index)}});
}

Value ConciseGraph::call_args(const ConciseEntry& entry, const Source& source, const Wired& layer) {
  ListDraft tensors;
  for (size_t i = 0; i < source.tensors.size(); ++i) {
    tensors.push_back({reference(source.tensors[i]), source.originals[i]});
  }
  const bool separate = takes_separate_tensors(layer.part) && entry.form == ConciseEntry::Form::Layer;
  if (separate && !source.is_list) tensors.push_back({reference(source.tensors[0]), source.originals[0]});
  if (separate || !source.is_list) return make_list(document_, tensors);
  return make_list(document_, {{make_list(document_, tensors), entry.from}});
}

ConciseGraph::Tensor ConciseGraph::add_call(size_t layer, const Value& args, const ObjectDraft& kwargs,
                                            const Value* original) {
  Wired& wired = layers_[layer];
  wired.calls.push_back(
      {make_object(document_, {{"args", args, original}, {"kwargs", kwargs.build(document_)}}), original});
  return {layer, static_cast<int>(wired.calls.size()) - 1};
}

void ConciseGraph::call(size_t layer, const ConciseEntry& entry, const Source& source) {
  const Value args = call_args(entry, source, layers_[layer]);
  Wired& wired = layers_[layer];
  ObjectDraft kwargs = keywords(entry, wired).value_or(ObjectDraft{});
  reader_.build(wired.part);
  masks_.call(wired.part.value, wired.part.name, static_cast<int64_t>(wired.calls.size()), args, kwargs);
  last_ = add_call(layer, args, kwargs, entry.original);
  last_failed_ = false;
}

void ConciseGraph::check_keyword(const Member& member, const LayerEntry* table) {
  if (!table || member.key == "training" || member.key == "mask") return;
  std::vector<std::string_view> names{"training"};
  for (const CallArg& arg : table->call_args) names.push_back(arg.name);
  if (std::find(names.begin(), names.end(), member.key) != names.end()) return;
  names.push_back("mask");
  report_.error_at_key(&member.value, {{}, table->name},
                       fmt::format("a call of it has no argument '{}'{}", member.key, did_you_mean(member.key, names)),
                       "unknown-argument");
}

std::optional<ObjectDraft> ConciseGraph::keywords(const ConciseEntry& entry, const Wired& layer) {
  ObjectDraft result;
  if (!entry.with || entry.with->is_null()) return result;
  if (!entry.with->is_object()) {
    report_.error(entry.with, {{}, entry.name},
                  fmt::format("expected 'with' to name arguments of the call, found {}", describe(*entry.with)));
    return std::nullopt;
  }
  for (const Member& member : entry.with->members()) {
    check_keyword(member, layer.part.entry);
    const auto value = with_value(member.value);
    if (value) result.add({member.key, *value, &member.value});
  }
  return result;
}

// A string, or a list of strings, names tensors; anything else is a value.
std::optional<Value> ConciseGraph::with_value(const Value& value) {
  const bool names_tensors = value.is_list() && !value.items().empty() && value.items()[0].is_string();
  if (value.is_string()) {
    const auto found = tensor(value);
    return found ? std::optional(reference(*found)) : std::nullopt;
  }
  if (!names_tensors) return value;
  ListDraft items;
  for (const Value& name : value.items()) {
    const auto found = tensor(name);
    if (!found) return std::nullopt;
    items.push_back({reference(*found), &name});
  }
  return make_list(document_, items);
}

Value ConciseGraph::outputs(const Value* output) {
  if (!output || output->is_null()) {
    Tensor result = last_.value_or(inputs_[0]);
    result.index = 0;
    return end(result);
  }
  // An unknown name has been reported; the first input takes its place.
  if (!output->is_list()) return end(tensor(*output).value_or(inputs_[0]));
  ListDraft items;
  for (const Value& name : output->items()) items.push_back({end(tensor(name).value_or(inputs_[0])), &name});
  return make_list(document_, items);
}

}  // namespace nnsummary
