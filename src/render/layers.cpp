#include "nnsummary/layers.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_writer.h"

namespace nnsummary {
namespace {

struct DefaultWriter {
  JsonWriter& json;

  void operator()(std::monostate) const { json.null(); }
  void operator()(bool value) const { json.boolean(value); }
  void operator()(int64_t value) const { json.integer(value); }
  void operator()(double value) const { json.raw(fmt::format("{}", value)); }
  void operator()(std::string_view value) const { json.string(value); }
};

void write_argument(JsonWriter& json, const ArgumentInfo& argument) {
  json.begin('{');
  json.field("name", argument.name);
  json.field("doc", argument.doc);
  json.field("expects", argument.expects);
  json.field("required", argument.required);
  if (!argument.required) {
    json.key("default");
    std::visit(DefaultWriter{json}, argument.default_value);
  }
  json.end('}');
}

void write_layer(JsonWriter& json, const LayerInfo& layer) {
  json.begin('{');
  json.field("name", layer.name);
  json.field("family", layer.family);
  json.field("module", layer.module);
  json.field("doc", layer.doc);
  json.key("arguments");
  json.begin('[');
  for (const ArgumentInfo& argument : layer.arguments) {
    json.item();
    write_argument(json, argument);
  }
  json.end(']');
  json.end('}');
}

}  // namespace

void render_layers(std::span<const LayerInfo> layers, std::string& out) {
  size_t widest = 0;
  for (const LayerInfo& layer : layers) widest = std::max(widest, layer.name.size());
  std::string_view family;
  for (const LayerInfo& layer : layers) {
    if (layer.family != family) {
      if (!family.empty()) out += '\n';
      family = layer.family;
      out += fmt::format("{}\n", family);
    }
    out += fmt::format("  {:{}}  {}\n", layer.name, widest, layer.doc);
  }
}

void render_layers_json(std::span<const LayerInfo> layers, std::string& out) {
  JsonWriter json(out);
  json.begin('[');
  for (const LayerInfo& layer : layers) {
    json.item();
    write_layer(json, layer);
  }
  json.end(']');
  json.raw("\n");
}

}  // namespace nnsummary
