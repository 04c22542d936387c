#include "spec/tfjs.h"

#include <algorithm>

#include "spec/draft.h"

namespace nnsummary {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

bool has_camel_case(const Value& value) {
  const auto members = value.members();
  const auto items = value.items();
  return std::any_of(items.begin(), items.end(), has_camel_case) ||
         std::any_of(members.begin(), members.end(), [](const Member& member) {
           return std::any_of(member.key.begin(), member.key.end(), is_upper) || has_camel_case(member.value);
         });
}

std::string snake_case(std::string_view key) {
  std::string result;
  for (const char c : key) {
    if (is_upper(c) && !result.empty()) result += '_';
    result += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

Made in_snake_case(Document& document, const Value& value) {
  if (!has_camel_case(value)) return value;
  if (value.is_list()) {
    std::vector<Made> items;
    for (const Value& item : value.items()) items.push_back(in_snake_case(document, item));
    return Made(make_list(document, items), &value);
  }
  ObjectDraft object;
  for (const Member& member : value.members()) {
    const bool camel = std::any_of(member.key.begin(), member.key.end(), is_upper);
    const std::string_view key = camel ? make_text(document, snake_case(member.key)).text() : member.key;
    object.set(key, in_snake_case(document, member.value));
  }
  return Made(object.make(document), &value);
}

}  // namespace

bool is_tfjs(const Value& root) { return root.find("modelTopology") != nullptr; }

const Value& tfjs_model(Document& document, Report& report) {
  const Value& topology = *document.root().find("modelTopology");
  if (document.root().text_of("format") == "graph-model" || topology.find("node")) {
    report.error(&topology, {},
                 "a graph model of TensorFlow.js has no layers, only TensorFlow's operations: expected a layers model, "
                 "as tensorflowjs_converter makes with --output_format=tfjs_layers_model");
    report.throw_errors();
  }
  const Value* inner = topology.find("model_config");
  if (!inner) inner = topology.find("modelConfig");
  if (!inner) inner = &topology;
  ObjectDraft model(in_snake_case(document, *inner).value);
  for (const std::string_view key : {"keras_version", "kerasVersion"}) {
    if (const Value* version = topology.find(key)) model.set("keras_version", *version);
  }
  const Value* made = document.arena().make(model.make(document));
  document.stands_for(made, inner);
  return *made;
}

}  // namespace nnsummary
