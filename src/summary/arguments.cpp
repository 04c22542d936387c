#include "summary/arguments.h"

#include <algorithm>

#include "base/alternatives.h"
#include "infer/constant.h"
#include "layers/objects.h"

namespace nnsummary {
namespace {

ConfigValue string_value(std::string_view text) { return {std::string(text)}; }

bool is_function(const Value& value) { return value.string_of("class_name") == "function"; }

// {"module": …, "class_name": "L2", "config": {"l2": 0.01}, …}
bool is_serialized(const Value& value) {
  const Value* config = value.find("config");
  return !value.string_of("class_name").empty() && config && config->is_object();
}

ConfigValue serialized_object(std::string_view class_name, const Value& config) {
  ConfigValue::Object result{{"class_name", string_value(class_name)}};
  for (const Member& member : config.members()) {
    if (member.value.is_null() || member.key == "seed" || member.key == "name") continue;
    result.push_back({std::string(member.key), config_value(member.value)});
  }
  if (result.size() == 1) return string_value(class_name);
  return {std::move(result)};
}

// Returns an activation, initializer, regularizer or constraint by its canonical name.
ConfigValue object_value(Kind kind, const Value& value) {
  const auto canonical = [kind](std::string_view name) {
    const std::string_view known = object_class(kind, name);
    return known.empty() ? name : known;
  };
  if (value.is_string()) return string_value(canonical(value.string()));
  if (is_function(value)) return string_value(canonical(value.string_of("config")));
  if (is_serialized(value)) return serialized_object(canonical(value.string_of("class_name")), *value.find("config"));
  return config_value(value);
}

ConfigValue default_value(const Default& fallback) {
  switch (fallback.type) {
    case Default::Type::Bool: return {fallback.integer != 0};
    case Default::Type::Int: return {fallback.integer};
    case Default::Type::Float: return {fallback.real};
    case Default::Type::String: return string_value(fallback.string);
    default: return {};
  }
}

bool is_object_kind(Kind kind) { return kind >= Kind::Activation && kind <= Kind::Constraint; }

ConfigValue repeated(const ConfigValue& value, int times) {
  return {ConfigValue::List(static_cast<size_t>(times), value)};
}

ConfigValue argument_value(const Arg& arg, const Value* value) {
  if (is_object_kind(arg.kind)) {
    if (!value)
      return object_value(arg.kind,
                          arg.fallback.type == Default::Type::String ? Value::of_string(arg.fallback.string) : Value());
    return object_value(arg.kind, *value);
  }
  ConfigValue result = value ? config_value(*value) : default_value(arg.fallback);
  const auto* integer = std::get_if<int64_t>(&result.value);
  if (arg.kind == Kind::Tuple && arg.rule.length > 1 && integer) return repeated(result, arg.rule.length);
  if (arg.kind == Kind::Float && integer) return {static_cast<double>(*integer)};
  return result;
}

bool is_null(const ConfigValue& value) { return std::holds_alternative<std::monostate>(value.value); }

// Replaces null by the value that Keras uses for None.
void resolve(std::string_view name, Kind kind, ConfigValue& value) {
  if (!is_null(value)) return;
  if (name == "data_format") value = string_value("channels_last");
  if (kind == Kind::Activation) value = string_value("linear");
}

// Arguments that are left out: a Summary has fields for them, or they give the shape of an input.
constexpr std::string_view kLeftOut[] = {"name",        "trainable",         "dtype",    "input_shape",
                                         "batch_shape", "batch_input_shape", "input_dim"};

bool is_left_out(std::string_view name) {
  return std::find(std::begin(kLeftOut), std::end(kLeftOut), name) != std::end(kLeftOut);
}

// Adds the members of a configuration that aren't in the table: arguments of every layer, and unknown ones.
void add_others(const Value& config, std::span<const Arg> table, ConfigValue::Object& result) {
  for (const Member& member : config.members()) {
    const bool listed = std::any_of(table.begin(), table.end(), [&](const Arg& arg) { return arg.name == member.key; });
    const bool is_default =
        member.value.is_null() || (member.key == "autocast" && member.value.is_bool() && member.value.boolean());
    if (listed || is_default || is_left_out(member.key)) continue;
    result.push_back({std::string(member.key), config_value(member.value)});
  }
}

}  // namespace

ConfigValue config_value(const Value& value) {
  switch (value.type()) {
    case Value::Type::Null: return {};
    case Value::Type::Bool: return {value.boolean()};
    case Value::Type::Int: return {value.integer().get()};
    case Value::Type::BigInt: return {BigInteger{std::string(value.string())}};
    case Value::Type::Float: return {value.number()};
    case Value::Type::String: return string_value(value.string());
    case Value::Type::List: {
      ConfigValue::List result;
      result.reserve(value.items().size());
      for (const Value& item : value.items()) result.push_back(config_value(item));
      return {std::move(result)};
    }
    case Value::Type::Object: break;
  }
  if (is_function(value) && value.find("config") && value.find("config")->is_string()) {
    return string_value(value.string_of("config"));
  }
  if (is_serialized(value)) return serialized_object(value.string_of("class_name"), *value.find("config"));
  ConfigValue::Object result;
  for (const Member& member : value.members()) result.push_back({std::string(member.key), config_value(member.value)});
  return {std::move(result)};
}

ConfigValue::Object arguments_of(const LayerState& layer) {
  ConfigValue::Object result;
  const Value* config = layer.args.config();
  for (const Arg& arg : layer.args.table()) {
    const bool is_input_shape = layer.class_name == "InputLayer" && is_one_of(arg.name, "shape|batch_size");
    if (arg.kind == Kind::Layer || arg.kind == Kind::Layers || is_left_out(arg.name) || is_input_shape) continue;
    ConfigValue value = argument_value(arg, layer.args.find(arg.name));
    resolve(arg.name, arg.kind, value);
    result.push_back({std::string(arg.name), std::move(value)});
  }
  if (config && !layer.model) add_others(*config, layer.args.table(), result);
  return result;
}

void add_call_values(const LayerState& layer, const Node& node, ConfigValue::Object& arguments) {
  const auto add = [&arguments](std::string_view name, const Argument& argument) {
    if (argument.type != Argument::Type::Value || !argument.value || argument.value->is_null() || name.empty()) return;
    if (find_member(arguments, name)) return;
    arguments.push_back({std::string(name), config_value(*argument.value)});
  };
  for (size_t i = 0; i < node.args.size(); ++i) {
    if (layer.op) add(called_argument(*layer.op, i).value_or(OpArg{}).name, node.args[i]);
  }
  for (const Keyword& keyword : node.kwargs) add(keyword.name, keyword.value);
}

}  // namespace nnsummary
