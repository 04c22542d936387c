#include "numbers.h"

#include <map>
#include <nlohmann/json.hpp>

namespace nnsummary::conformance {
namespace {

using nlohmann::json;
using LayersByName = std::map<std::string, json>;

// Collects the layers by name, those of nested models too. The outer one wins if a name occurs twice.
void collect(const json& layers, LayersByName& found) {
  for (const json& layer : layers) found.emplace(layer.at("name").get<std::string>(), layer);
  for (const json& layer : layers) {
    if (layer.contains("layers")) collect(layer.at("layers"), found);
  }
}

json value_of(const Case& item, const char* key) { return item.has(key) ? json::parse(item.raw(key)) : json(); }

std::string wrong(const std::string& what, const json& want, const json& got) {
  return want.is_null() || want == got ? "" : what + ": want " + want.dump() + ", got " + got.dump();
}

std::string compare_totals(const Case& item, const json& output) {
  const json totals = value_of(item, "params");
  for (const char* key : {"total", "trainable", "non_trainable"}) {
    const std::string name = std::string(key) + "_params";
    const json want = totals.is_object() ? totals.value(key, json()) : json();
    std::string why = wrong(name, want, output.value(name, json()));
    if (!why.empty()) return why;
  }
  return wrong("macs", value_of(item, "macs"), output.value("macs", json()));
}

std::string compare_row(const json& row, const LayersByName& layers) {
  const std::string name = row.at(0).get<std::string>();
  const auto found = layers.find(name);
  if (found == layers.end()) return "layer " + name + ": missing";
  std::string why = wrong("params of " + name, row.at(3), found->second.value("params", json()));
  if (!why.empty() || !row.at(2).is_array()) return why;
  return wrong("shape of " + name, row.at(2), found->second.value("output_shape", json()));
}

}  // namespace

std::string compare_numbers(const Case& item, const std::string& output) {
  const json parsed = json::parse(output, nullptr, false);
  if (!parsed.is_object()) return "stdout is no JSON object: " + output.substr(0, 200);
  std::string why = compare_totals(item, parsed);
  LayersByName layers;
  collect(parsed.value("layers", json::array()), layers);
  const json macs_of_layers = value_of(item, "layers_macs");
  for (auto macs = macs_of_layers.begin(); why.empty() && macs != macs_of_layers.end(); ++macs) {
    const auto layer = layers.find(macs.key());
    why = wrong("macs of " + macs.key(), *macs, layer == layers.end() ? json() : layer->second.value("macs", json()));
  }
  for (const json& row : value_of(item, "layers")) {
    if (why.empty()) why = compare_row(row, layers);
  }
  return why;
}

}  // namespace nnsummary::conformance
