#include "layers/describe.h"

#include <fmt/format.h>

namespace nnsummary {
namespace {

std::string_view kind_text(Kind kind) {
  switch (kind) {
    case Kind::Any: return "any value";
    case Kind::Bool: return "true or false";
    case Kind::Int: return "an integer";
    case Kind::Float: return "a number";
    case Kind::String: return "a string";
    case Kind::Dim: return "a positive integer";
    case Kind::Tuple: return "an integer or a list of integers";
    case Kind::Shape: return "a list of integers and nulls";
    case Kind::DType: return "a dtype";
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
  if (rule.most < Rule{}.most && rule.open) return fmt::format(" above {}, up to {}", rule.least, rule.most);
  if (rule.most < Rule{}.most) return fmt::format(" from {} to {}", rule.least, rule.most);
  if (rule.least > Rule{}.least) return fmt::format(" {} {}", rule.open ? "above" : "of at least", rule.least);
  return {};
}

std::string options_text(std::string_view options) {
  std::string result;
  for (const char c : options) result += c == '|' ? std::string("', '") : std::string(1, c);
  return "one of '" + result + "'";
}

}  // namespace

std::string expected_text(const Arg& arg) {
  if (!arg.rule.options.empty()) return options_text(arg.rule.options) + (arg.rule.nullable ? " or null" : "");
  if (arg.kind == Kind::Tuple && arg.rule.length > 1) {
    return fmt::format("an integer or a list of {} integers{}", arg.rule.length, range_text(arg.rule));
  }
  const std::string range = range_text(arg.rule);
  if (arg.kind == Kind::Any && arg.rule.length == 2) return "a list of two numbers" + range;
  if (arg.kind == Kind::Any && !range.empty()) return "a number or a list of two" + range;
  return std::string(kind_text(arg.kind)) + range;
}

}  // namespace nnsummary
