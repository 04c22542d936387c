#include "layers/describe.h"

#include <fmt/format.h>

#include <algorithm>

namespace nnsummary {
namespace {

std::string_view kind_text(Kind kind) {
  switch (kind) {
    case Kind::Any: return "any value";
    case Kind::Bool: return "true or false";
    case Kind::Int: return "an integer";
    case Kind::Float: return "a number";
    case Kind::Text: return "a text";
    case Kind::Dim: return "a positive integer";
    case Kind::Tuple: return "an integer or a list of integers";
    case Kind::Shape: return "a list of integers and nulls";
    case Kind::DType: return "a type";
    case Kind::Activation: return "an activation";
    case Kind::Initializer: return "an initializer";
    case Kind::Regularizer: return "a regularizer";
    case Kind::Constraint: return "a constraint";
    case Kind::Layer: return "a layer";
    case Kind::Layers: return "a list of layers";
  }
  return {};
}

std::string range_text(const Rule& rule) {
  if (rule.most < Rule{}.most) return fmt::format(" from {} to {}", rule.least, rule.most);
  if (rule.least > Rule{}.least) return fmt::format(" {} {}", rule.open ? "above" : "of at least", rule.least);
  return {};
}

std::string options_text(std::string_view options) {
  std::string result;
  for (const char c : options) result += c == '|' ? std::string("', '") : std::string(1, c);
  return "one of '" + result + "'";
}

std::string default_text(const Default& fallback) {
  switch (fallback.type) {
    case Default::Type::Required: return "required";
    case Default::Type::Null: return "null";
    case Default::Type::Bool: return fallback.integer ? "true" : "false";
    case Default::Type::Int: return fmt::format("{}", fallback.integer);
    case Default::Type::Float: return fmt::format("{}", fallback.real);
    case Default::Type::Text: return fmt::format("'{}'", fallback.text);
  }
  return {};
}

}  // namespace

std::string expected_text(const Arg& arg) {
  if (!arg.rule.options.empty()) return options_text(arg.rule.options) + (arg.rule.nullable ? " or null" : "");
  if (arg.kind == Kind::Tuple && arg.rule.length > 1) {
    return fmt::format("an integer or a list of {} integers{}", arg.rule.length, range_text(arg.rule));
  }
  return std::string(kind_text(arg.kind)) + range_text(arg.rule);
}

std::string list_layers() {
  std::string result;
  std::string_view family;
  size_t widest = 0;
  for (const LayerEntry* entry : all_layers()) widest = std::max(widest, entry->name.size());
  for (const LayerEntry* entry : all_layers()) {
    if (to_text(entry->family) != family) {
      if (!result.empty()) result += '\n';
      family = to_text(entry->family);
      result += fmt::format("{}\n", family);
    }
    result += fmt::format("  {:{}}  {}\n", entry->name, widest, entry->doc);
  }
  return result;
}

std::string describe_layer(const LayerEntry& entry) {
  std::string result = fmt::format("{}: {}\n", entry.name, entry.doc);
  size_t names = 0;
  size_t defaults = 0;
  for (const Arg& arg : entry.args) {
    names = std::max(names, arg.name.size());
    defaults = std::max(defaults, default_text(arg.fallback).size());
  }
  for (const Arg& arg : entry.args) {
    result += fmt::format("  {:{}}  {:{}}  {}: {}\n", arg.name, names, default_text(arg.fallback), defaults, arg.doc,
                          expected_text(arg));
  }
  return result;
}

}  // namespace nnsummary
