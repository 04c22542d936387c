#include "render/keras3_objects.h"

#include <fmt/format.h>

#include "base/alternatives.h"
#include "infer/policy.h"
#include "layers/objects.h"
#include "render/value_writer.h"

namespace nnsummary {
namespace {

struct ObjectArguments {
  std::string_view class_name;
  std::string_view names;
};

// The arguments of initializers, regularizers and constraints in Keras 3.
constexpr ObjectArguments kObjects[] = {
    {"Constant", "value"},
    {"Identity", "gain"},
    {"Ones", ""},
    {"Zeros", ""},
    {"GlorotNormal", "seed"},
    {"GlorotUniform", "seed"},
    {"HeNormal", "seed"},
    {"HeUniform", "seed"},
    {"LecunNormal", "seed"},
    {"LecunUniform", "seed"},
    {"Orthogonal", "gain|seed"},
    {"RandomNormal", "mean|stddev|seed"},
    {"RandomUniform", "minval|maxval|seed"},
    {"TruncatedNormal", "mean|stddev|seed"},
    {"VarianceScaling", "scale|mode|distribution|seed"},
    {"L1", "l1"},
    {"L2", "l2"},
    {"L1L2", "l1|l2"},
    {"OrthogonalRegularizer", "factor|mode"},
    {"MaxNorm", "max_value|axis"},
    {"MinMaxNorm", "min_value|max_value|rate|axis"},
    {"NonNeg", ""},
    {"UnitNorm", "axis"},
};

std::string_view module_of(Kind kind) {
  switch (kind) {
    case Kind::Initializer: return "keras.initializers";
    case Kind::Regularizer: return "keras.regularizers";
    default: return "keras.constraints";
  }
}

const ObjectArguments* arguments_of(std::string_view class_name) {
  for (const ObjectArguments& object : kObjects) {
    if (object.class_name == class_name) return &object;
  }
  return nullptr;
}

// Keras 2 called the untruncated distribution "normal" and drew from the truncated one, which has a name of its own
// today.
Value argument_of(std::string_view name, const Value& value) {
  const bool normal = name == "distribution" && value.is_string() && value.string() == "normal";
  return normal ? Value::of_string("truncated_normal") : value;
}

std::string write_object(JsonWriter& json, Kind kind, const Value& value) {
  const std::string_view class_name = object_class(kind, value.string_of("class_name"));
  const ObjectArguments* known = arguments_of(class_name);
  const Value* config = value.find("config");
  if (!known || !config || !config->is_object()) {
    // A custom class, which is found by its name.
    write_value(json, value);
    return {};
  }
  json.begin('{');
  json.field("module", module_of(kind));
  json.field("class_name", class_name);
  json.key("config");
  json.begin('{');
  std::string problem;
  for (const Member& member : config->members()) {
    const std::string_view name = class_name == "MaxNorm" && member.key == "m" ? "max_value" : member.key;
    if (is_one_of(name, known->names)) {
      json.key(name);
      write_value(json, argument_of(name, member.value));
    } else if (name != "dtype" && !member.value.is_null()) {
      problem = fmt::format("{} has no argument '{}' in Keras 3", class_name, name);
    }
  }
  json.end('}');
  json.null_field("registered_name");
  json.end('}');
  return problem;
}

}  // namespace

std::string write_old_argument(JsonWriter& json, const Arg& arg, const Value& value) {
  const bool is_object = arg.kind >= Kind::Activation && arg.kind <= Kind::Constraint;
  if (is_object && value.is_string() && object_class(arg.kind, value.string()).empty()) {
    json.string(value.string());
    return fmt::format("Keras 3 has no {}", describe(value));
  }
  if (is_object && arg.kind != Kind::Activation && value.is_object()) return write_object(json, arg.kind, value);
  const auto policy = arg.name == "dtype" && value.is_object() ? read_policy(&value) : std::nullopt;
  policy ? json.string(to_text(*policy)) : write_value(json, value);
  return {};
}

std::string write_function(JsonWriter& json, const Value& value) {
  const auto items = value.items();
  const bool is_code = (!items.empty() && items[0].is_string()) || value.string_of("class_name") == "__lambda__";
  if (!value.is_string()) {
    write_value(json, value);
    return is_code ? "it is Python code, which only the Python version that compiled it can run" : "";
  }
  // A function of its author's, which is found by its name.
  json.begin('{');
  json.field("module", "builtins");
  json.field("class_name", "function");
  json.field("config", value.string());
  json.field("registered_name", "function");
  json.end('}');
  return {};
}

}  // namespace nnsummary
