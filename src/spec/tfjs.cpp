#include "spec/tfjs.h"

#include <algorithm>

#include "base/ascii.h"
#include "spec/draft.h"

namespace nnsummary {
namespace {

// "keepDims" as "keep_dims".
std::string snake_case_key(std::string_view key) {
  std::string result;
  for (const char c : key) {
    if (is_upper(c) && !result.empty()) result += '_';
    result += to_lower(c);
  }
  return result;
}

// Returns the value with its keys in snake case, or nullopt if they all are already.
std::optional<Value> in_snake_case(Document& document, const Value& value) {
  bool changed = false;
  const auto converted = [&](const Value& inner) {
    const auto made = in_snake_case(document, inner);
    changed |= made.has_value();
    return made ? ValueDraft{*made, &inner} : kept(inner);
  };
  ListDraft items;
  for (const Value& item : value.items()) items.push_back(converted(item));
  ObjectDraft object;
  for (const Member& member : value.members()) {
    const bool camel = std::any_of(member.key.begin(), member.key.end(), is_upper);
    changed |= camel;
    const ValueDraft inner = converted(member.value);
    const std::string_view key = camel ? make_string(document, snake_case_key(member.key)).string() : member.key;
    object.add({key, inner.value, inner.original});
  }
  if (!changed) return std::nullopt;
  return value.is_list() ? make_list(document, items) : object.build(document);
}

}  // namespace

bool is_tfjs(const Value& root) { return root.find("modelTopology") != nullptr; }

const Value& tfjs_model(Document& document, Report& report) {
  const Value& topology = *document.root().find("modelTopology");
  if (document.root().string_of("format") == "graph-model" || topology.find("node")) {
    report.error(&topology, {},
                 "a graph model of TensorFlow.js has no layers, only TensorFlow's operations: expected a layers model, "
                 "as tensorflowjs_converter makes with --output_format=tfjs_layers_model");
    report.throw_errors();
  }
  const Value* inner = topology.find("model_config");
  if (!inner) inner = topology.find("modelConfig");
  if (!inner) inner = &topology;
  ObjectDraft model(in_snake_case(document, *inner).value_or(*inner));
  for (const std::string_view key : {"keras_version", "kerasVersion"}) {
    if (const Value* version = topology.find(key)) model.set("keras_version", kept(*version));
  }
  return make_root(document, model.build(document), *inner);
}

}  // namespace nnsummary
