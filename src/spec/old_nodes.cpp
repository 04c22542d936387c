#include "spec/old_nodes.h"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "spec/spec.h"

namespace nnsummary {
namespace {

// Returns true for [layer, node, tensor], perhaps followed by the keyword arguments of the call.
bool is_tensor(const Value& value) {
  const auto items = value.items();
  return (items.size() == 3 || items.size() == 4) && items[0].is_string() && items[1].is_int() && items[2].is_int();
}

// Returns true for ["_CONSTANT_VALUE", -1, value, keyword arguments].
bool is_constant(const Value& value) {
  const auto items = value.items();
  return items.size() == 4 && items[0].is_string() && items[0].string() == "_CONSTANT_VALUE";
}

}  // namespace

// Converts a structure of lists and objects. `leaf` returns the new value of a leaf, or nullopt to go deeper.
template <typename Leaf>
ValueDraft OldNodes::mapped(const Value& value, int depth, const Leaf& leaf) const {
  if (depth > kDeepestNesting) {
    report_.error(&value, {}, fmt::format("the file is nested deeper than {} levels", kDeepestNesting), "limit");
    report_.throw_errors();
  }
  if (const std::optional<ValueDraft> made = leaf(value, depth)) return *made;
  if (value.is_object()) {
    ObjectDraft result;
    for (const Member& member : value.members()) result.set(member.key, mapped(member.value, depth + 1, leaf));
    return {result.build(document_), &value};
  }
  if (!value.is_list()) return kept(value);
  ListDraft result;
  for (const Value& item : value.items()) result.push_back(mapped(item, depth + 1, leaf));
  return {make_list(document_, result), &value};
}

std::vector<CallDraft> OldNodes::calls(const Value& record) const {
  std::vector<CallDraft> result;
  const Value* nodes = record.find("inbound_nodes");
  if (!nodes || nodes->is_null()) return result;
  if (!nodes->is_list()) {
    const std::string_view name = record.string_of("name");
    const std::string path = path_ + std::string(name);
    report_.error(nodes, {name, record.string_of("class_name"), path},
                  fmt::format("expected 'inbound_nodes' to be a list of calls, found {}", describe(*nodes)));
    report_.throw_errors();
  }
  const Value* build_config = record.find("build_config");
  const Value* shape = build_config ? build_config->find("input_shape") : nullptr;
  for (const Value& node : nodes->items()) result.push_back(call(node, shape));
  return result;
}

// A node lists its tensors, alone or in a structure; each is followed by the keyword arguments of the call. `shape` is
// the shape of a single tensor, or null if the file has none.
CallDraft OldNodes::call(const Value& node, const Value* shape) const {
  const Value* kwargs = nullptr;
  const auto input = [&](const Value& value, int depth) -> std::optional<ValueDraft> {
    if (!is_tensor(value) && !is_constant(value)) return std::nullopt;
    const auto items = value.items();
    if (items.size() == 4 && items[3].is_object()) kwargs = &items[3];
    return is_tensor(value) ? tensor(value, depth == 0 ? shape : nullptr) : kept(items[2]);
  };
  // Elsewhere, a list that begins with a string is a tensor only if the string is the name of a layer.
  const auto keyword = [&](const Value& value, int) -> std::optional<ValueDraft> {
    if (value.items().size() == 3 && is_tensor(value) && layers_.contains(value.items()[0].string())) {
      return tensor(value, nullptr);
    }
    return value.find("class_name") ? std::optional(kept(value)) : std::nullopt;
  };
  CallDraft result;
  const bool single = node.items().size() == 1 && !is_tensor(node);
  result.args.push_back(mapped(single ? node.items().front() : node, 0, input));
  if (!kwargs) return result;
  for (const Member& member : kwargs->members()) result.kwargs.set(member.key, mapped(member.value, 0, keyword));
  return result;
}

// Returns [layer, node, tensor] with the new name and node index. Node 0 of a nested model is its own construction, and
// its calls follow.
Value OldNodes::place(const Value& value, bool is_end) const {
  const auto items = value.items();
  const auto found = layers_.find(items[0].string());
  if (found == layers_.end()) return make_list(document_, {kept(items[0]), kept(items[1]), kept(items[2])});
  const Layer& layer = found->second;
  if (format_.keras3_reader && layer.is_model) {
    report_.error(&value, {}, "Keras 3 doesn't find the calls of a model in an old file");
    report_.throw_errors();
  }
  const bool shifted = layer.is_model && !(is_end && !layer.sequential);
  const Value node = shifted ? Value::of_int((items[1].integer() - 1).get()) : items[1];
  return make_list(document_, {{Value::of_string(layer.name), &items[0]}, {node, &items[1]}, kept(items[2])});
}

// `shape` is the shape of the tensor, or null if the file has none.
ValueDraft OldNodes::tensor(const Value& value, const Value* shape) const {
  ObjectDraft config{{"keras_history", place(value, false), &value}};
  if (shape && shape->is_list()) config.set("shape", kept(*shape));
  return {make_object(document_,
                      {{"class_name", Value::of_string("__keras_tensor__")}, {"config", config.build(document_)}}),
          &value};
}

ValueDraft OldNodes::ends(const Value& value) const {
  return mapped(value, 0, [&](const Value& inner, int) -> std::optional<ValueDraft> {
    if (!is_tensor(inner)) return std::nullopt;
    return ValueDraft{place(inner, true), &inner};
  });
}

}  // namespace nnsummary
