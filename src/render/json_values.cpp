#include "render/json_values.h"

#include <fmt/format.h>

#include <cmath>

namespace nnsummary {
namespace {

using Shapes = Structure<TensorShape>;

std::string float_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  const std::string text = fmt::format("{}", number);
  const bool looks_like_integer = text.find_first_of(".e") == std::string::npos;
  return looks_like_integer ? text + ".0" : text;
}

}  // namespace

void write_shape(JsonWriter& json, const TensorShape& shape) {
  if (!shape.known) return json.null();
  json.begin_line('[');
  for (const std::optional<int64_t>& size : shape.sizes) {
    json.item();
    size ? json.integer(*size) : json.null();
  }
  json.end(']');
}

void write_shapes(JsonWriter& json, const Shapes& shapes) {
  if (shapes.kind == Shapes::Kind::Leaf) return write_shape(json, shapes.leaf);
  const bool is_dict = shapes.kind == Shapes::Kind::Dict;
  json.begin_line('{');
  json.key(is_dict ? "dict" : shapes.kind == Shapes::Kind::List ? "list" : "tuple");
  json.begin(is_dict ? '{' : '[');
  for (size_t i = 0; i < shapes.items.size(); ++i) {
    is_dict ? json.key(shapes.keys[i]) : json.item();
    write_shapes(json, shapes.items[i]);
  }
  json.end(is_dict ? '}' : ']');
  json.end('}');
}

void write_value(JsonWriter& json, const ConfigValue::Object& members) {
  json.begin_line('{');
  for (const ConfigMember& member : members) {
    json.key(member.key);
    write_value(json, member.value);
  }
  json.end('}');
}

void write_value(JsonWriter& json, const ConfigValue& value) {
  if (const auto* boolean = std::get_if<bool>(&value.value)) return json.boolean(*boolean);
  if (const auto* integer = std::get_if<int64_t>(&value.value)) return json.integer(*integer);
  if (const auto* big = std::get_if<BigInteger>(&value.value)) return json.raw(big->digits);
  if (const auto* real = std::get_if<double>(&value.value)) return json.raw(float_text(*real));
  if (const auto* text = std::get_if<std::string>(&value.value)) return json.string(*text);
  if (const auto* members = std::get_if<ConfigValue::Object>(&value.value)) return write_value(json, *members);
  const auto* list = std::get_if<ConfigValue::List>(&value.value);
  if (!list) return json.null();
  json.begin_line('[');
  for (const ConfigValue& item : *list) {
    json.item();
    write_value(json, item);
  }
  json.end(']');
}

}  // namespace nnsummary
