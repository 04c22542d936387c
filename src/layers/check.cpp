#include <fmt/format.h>

#include <algorithm>

#include "base/alternatives.h"
#include "base/nearest.h"
#include "layers/arguments.h"
#include "layers/describe.h"
#include "layers/objects.h"

namespace nnsummary {
namespace {

bool in_range(const Value& value, const Rule& rule) {
  const double number = value.number();
  return number <= rule.most && (rule.open ? number > rule.least : number >= rule.least);
}

bool is_integer_in_range(const Value& value, const Rule& rule) { return value.is_int() && in_range(value, rule); }

bool is_object_kind(Kind kind) { return kind >= Kind::Activation && kind <= Kind::Constraint; }

bool meets_tuple(const Value& value, const Rule& rule) {
  if (!value.is_list()) return is_integer_in_range(value, rule);
  const auto items = value.items();
  const bool right_length = rule.length == 0 || items.size() == static_cast<size_t>(rule.length);
  return right_length &&
         std::all_of(items.begin(), items.end(), [&](const Value& item) { return is_integer_in_range(item, rule); });
}

bool meets_shape(const Value& value) {
  const auto is_size = [](const Value& item) { return item.is_int() || item.is_null(); };
  return value.is_list() && std::all_of(value.items().begin(), value.items().end(), is_size);
}

// A name must be one that Keras knows; a serialized object may be of a custom class.
bool meets_object(const Arg& arg, const Value& value) {
  if (!value.is_string()) return value.is_object();
  return !object_class(arg.kind, value.string()).empty();
}

// In a file, a flag may be what Python takes for true or false.
bool meets_flag(const Value& value, bool in_file) {
  return value.is_bool() || (in_file && (value.is_null() || value.is_number()));
}

bool meets(const Arg& arg, const Value& value, bool in_file) {
  if (arg.kind == Kind::Bool) return meets_flag(value, in_file);
  if (value.is_null()) {
    return arg.kind == Kind::Any || is_object_kind(arg.kind) || arg.fallback.type == Default::Type::Null ||
           arg.rule.nullable;
  }
  switch (arg.kind) {
    case Kind::Any: return true;
    case Kind::DType: return true;
    case Kind::Int: return is_integer_in_range(value, arg.rule);
    case Kind::Dim: return value.is_int() && value.integer() > 0;
    case Kind::Float: return value.is_number() && in_range(value, arg.rule);
    case Kind::String:
      return value.is_string() && (arg.rule.options.empty() || is_one_of(value.string(), arg.rule.options));
    case Kind::Tuple: return meets_tuple(value, arg.rule);
    case Kind::Shape: return meets_shape(value);
    case Kind::Layer: return value.is_object();
    case Kind::Layers: return value.is_list();
    default: return meets_object(arg, value);
  }
}

std::string unknown_argument(const LayerEntry& entry, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Arg& arg : entry.args) names.push_back(arg.name);
  return fmt::format("has no argument '{}'{}", name, did_you_mean(name, names));
}

std::string unmet(const Arg& arg, const Value& value) {
  std::string hint;
  if (is_object_kind(arg.kind) && value.is_string()) hint = did_you_mean(value.string(), object_names(arg.kind));
  return fmt::format("argument '{}': expected {}, found {}{}", arg.name, expected_text(arg), describe(value), hint);
}

}  // namespace

void check_arguments(const LayerEntry& entry, const Value& config, std::string_view layer, bool old, Report& report) {
  const Subject subject(layer, entry.name);
  const bool in_file = report.document().root().find("class_name") != nullptr;
  for (const Member& member : config.members()) {
    const Arg* arg = find_arg(entry.args, member.key);
    if (!arg) arg = find_arg(common_args(), member.key);
    if (!arg) {
      report.warn(&member.value, subject, "unknown-argument", unknown_argument(entry, member.key));
    } else if (!meets(*arg, member.value, in_file)) {
      const bool accepted = old && is_object_kind(arg->kind) && member.value.is_string();
      accepted ? report.warn(&member.value, subject, "unknown-argument", unmet(*arg, member.value))
               : report.error(&member.value, subject, unmet(*arg, member.value));
    }
  }
  for (const Arg& arg : entry.args) {
    if (arg.fallback.type != Default::Type::Required || config.find(arg.name)) continue;
    report.error(&config, subject,
                 fmt::format("needs the argument '{}', {}: {}", arg.name, expected_text(arg), arg.doc));
  }
}

}  // namespace nnsummary
