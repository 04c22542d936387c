#include <fmt/format.h>

#include <algorithm>

#include "base/json_writer.h"
#include "layers/describe.h"
#include "nnsummary/render.h"

namespace nnsummary {
namespace {

void write_default(JsonWriter& json, const Default& fallback) {
  if (fallback.type == Default::Type::Required) return;
  json.key("default");
  if (fallback.type == Default::Type::Text) {
    json.text(fallback.text);
  } else {
    json.raw(default_text(fallback));
  }
}

void write_argument(JsonWriter& json, const Arg& arg) {
  json.begin('{');
  json.key("name");
  json.text(arg.name);
  json.key("doc");
  json.text(arg.doc);
  json.key("expects");
  json.text(expected_text(arg));
  json.key("required");
  json.boolean(arg.fallback.type == Default::Type::Required);
  write_default(json, arg.fallback);
  json.end('}');
}

void write_layer(JsonWriter& json, const LayerEntry& entry) {
  json.begin('{');
  json.key("name");
  json.text(entry.name);
  json.key("family");
  json.text(to_text(entry.family));
  json.key("module");
  json.text(entry.module);
  json.key("doc");
  json.text(entry.doc);
  json.key("arguments");
  json.begin('[');
  for (const Arg& arg : entry.args) {
    json.item();
    write_argument(json, arg);
  }
  json.end(']');
  json.end('}');
}

}  // namespace

void render_layer_list(std::span<const LayerEntry* const> layers, std::string& out) {
  std::string_view family;
  size_t widest = 0;
  for (const LayerEntry* entry : layers) widest = std::max(widest, entry->name.size());
  for (const LayerEntry* entry : layers) {
    if (to_text(entry->family) != family) {
      if (!family.empty()) out += '\n';
      family = to_text(entry->family);
      out += fmt::format("{}\n", family);
    }
    out += fmt::format("  {:{}}  {}\n", entry->name, widest, entry->doc);
  }
}

void render_layer(const LayerEntry& entry, std::string& out) {
  out += fmt::format("{}: {}\n", entry.name, entry.doc);
  size_t names = 0;
  size_t defaults = 0;
  for (const Arg& arg : entry.args) {
    names = std::max(names, arg.name.size());
    defaults = std::max(defaults, default_text(arg.fallback).size());
  }
  for (const Arg& arg : entry.args) {
    out += fmt::format("  {:{}}  {:{}}  {}: {}\n", arg.name, names, default_text(arg.fallback), defaults, arg.doc,
                       expected_text(arg));
  }
}

void render_layers_json(std::span<const LayerEntry* const> layers, std::string& out) {
  JsonWriter json(out);
  json.begin('[');
  for (const LayerEntry* entry : layers) {
    json.item();
    write_layer(json, *entry);
  }
  json.end(']');
  json.raw("\n");
}

}  // namespace nnsummary
