// The operations that calls of TensorFlow functions became, in the form of Keras 3: what isn't a tensor is an argument
// of the operation, and not of its call.
#include <fmt/format.h>

#include <optional>

#include "render/keras3_config.h"
#include "render/value_writer.h"
#include "spec/spec.h"
#include "spec/tf_ops.h"

namespace nnsummary {
namespace {

std::optional<OpArg> find_argument(const OpEntry& op, std::string_view name) {
  for (const OpArg arg : op.args) {
    if (arg.name == name) return arg;
  }
  return std::nullopt;
}

bool is_constructor(const OpEntry& op, std::string_view name) {
  const auto found = find_argument(op, name);
  return found && found->is_constructor();
}

std::span<const Member> keywords_of(const CallSpec& call) {
  return call.kwargs ? call.kwargs->members() : std::span<const Member>();
}

}  // namespace

void ConfigWriter::operation_config(const LayerSpec& spec, const OpEntry& op) {
  const std::string_view lost = argument_lost(*report_.document().original(spec.origin));
  if (spec.module.ends_with(".tensorflow")) {
    refuse(spec, nullptr, "can't be converted: Keras 3 has no such operation");
  } else if (!lost.empty()) {
    refuse(spec, nullptr, fmt::format("can't be converted: in Keras 3, it has no argument '{}'", lost));
  }
  json_.begin('{');
  json_.field("name", spec.name);
  const auto keywords = spec.calls.empty() ? std::span<const Member>() : keywords_of(spec.calls.front());
  for (const Member& member : keywords) {
    if (!is_constructor(op, member.key)) continue;
    if (spec.calls.size() > 1) refuse(spec, nullptr, "can't be converted: it is called more than once");
    json_.key(member.key);
    write_value(json_, member.value);
  }
  json_.end('}');
}

void ConfigWriter::operation_calls(const LayerSpec& spec, const OpEntry& op, const Scope& scope) {
  json_.key("inbound_nodes");
  json_.begin('[');
  for (const CallSpec& call : spec.calls) {
    json_.item();
    json_.begin('{');
    json_.key("args");
    value(*call.args, &scope);
    json_.key("kwargs");
    json_.begin('{');
    for (const Member& member : keywords_of(call)) {
      if (is_constructor(op, member.key)) continue;
      const bool known = find_argument(op, member.key).has_value();
      if (!known && !is_default(member.value)) {
        refuse(spec, &member.value, fmt::format("can't be converted: in Keras 3, it has no argument '{}'", member.key));
      }
      if (!known) continue;
      json_.key(member.key);
      value(member.value, &scope);
    }
    json_.end('}');
    json_.end('}');
  }
  json_.end(']');
}

}  // namespace nnsummary
