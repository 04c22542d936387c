#include <fmt/format.h>

#include <algorithm>

#include "base/json_writer.h"
#include "nnsummary/render.h"
#include "render/styles.h"

namespace nnsummary {
namespace {

std::string shape_text(const Shape& shape) {
  std::string result;
  for (const Dim dim : shape) {
    if (!result.empty()) result += ", ";
    result += dim.known() ? fmt::format_int(dim.value()).str() : "null";
  }
  return "[" + result + "]";
}

void add_shapes(const Structure<Shape>& structure, std::vector<Shape>& shapes) {
  if (structure.kind == Structure<Shape>::Kind::Leaf) shapes.push_back(structure.leaf);
  for (const auto& item : structure.items) add_shapes(item, shapes);
}

void add_shapes(const Structure<Tensor>& structure, std::vector<Shape>& shapes) {
  if (structure.kind == Structure<Tensor>::Kind::Leaf) shapes.push_back(structure.leaf.shape);
  for (const auto& item : structure.items) add_shapes(item, shapes);
}

std::string shapes_text(const std::vector<Shape>& shapes) {
  std::string result;
  for (const Shape& shape : shapes) {
    if (!result.empty()) result += ", ";
    result += shape.is_known() ? shape_text(shape) : "null";
  }
  return "[" + result + "]";
}

// Of several outputs all are known, or none counts. The table that goes with the file may have an input's in a list.
std::string output_text(const LayerSummary& layer, bool listed_inputs) {
  if (!layer.output_shape) return "null";
  std::vector<Shape> shapes;
  add_shapes(*layer.output_shape, shapes);
  if (!std::all_of(shapes.begin(), shapes.end(), [](const Shape& shape) { return shape.is_known(); })) return "null";
  const bool listed = shapes.size() != 1 || (listed_inputs && layer.class_name == "InputLayer");
  return listed ? shapes_text(shapes) : shape_text(shapes.front());
}

void write_formula(JsonWriter& json, std::string_view key, const Formula& formula) {
  if (formula.terms.empty()) return;
  json.key(key);
  json.begin('{');
  json.key("terms");
  json.text(formula.terms);
  json.key("numbers");
  json.text(formula.numbers);
  json.end('}');
}

void write_weight(JsonWriter& json, const WeightSummary& weight) {
  std::string shape;
  for (const int64_t size : weight.shape) shape += (shape.empty() ? "" : ", ") + fmt::format_int(size).str();
  json.begin('{');
  json.key("path");
  json.text(weight.path);
  json.key("shape");
  json.raw("[" + shape + "]");
  json.key("dtype");
  json.text(to_text(weight.dtype));
  json.key("trainable");
  weight.trainable_known ? json.boolean(weight.trainable) : json.raw("null");
  json.key("params");
  json.count(weight.params);
  write_formula(json, "formula", weight.formula);
  json.end('}');
}

void write_weights(JsonWriter& json, const LayerSummary& layer) {
  json.key("weights");
  if (!layer.params) return json.raw("null");
  json.begin('[');
  for (const WeightSummary& weight : layer.weights) {
    json.item();
    write_weight(json, weight);
  }
  json.end(']');
}

void write_connections(JsonWriter& json, const LayerSummary& layer) {
  json.key("connected_to");
  json.begin('[');
  for (const Connection& from : layer.connected_to) {
    json.item();
    json.raw("{\"layer\": ");
    json.text(from.layer);
    json.raw(fmt::format(", \"node\": {}, \"tensor\": {}}}", from.node_index, from.tensor_index));
  }
  json.end(']');
}

// Whole bytes that so many bits take.
Count bytes(Count bits) { return (bits + Count(7)).divided_by(8); }

Count bytes_of(const std::vector<WeightSummary>& weights) {
  Count result;
  for (const WeightSummary& weight : weights) result += weight.params * bits(weight.dtype);
  return bytes(result);
}

void write_layers(JsonWriter& json, const std::vector<LayerSummary>& layers, bool listed_inputs);

void write_layer(JsonWriter& json, const LayerSummary& layer, bool listed_inputs) {
  json.begin('{');
  json.key("name");
  json.text(layer.name);
  json.key("class_name");
  json.text(layer.written_class);
  json.key("output_shape");
  json.raw(output_text(layer, listed_inputs));
  json.key("params");
  json.count(layer.params);
  if (layer.stored_bytes) {
    json.key("bytes");
    json.count(bytes_of(layer.weights));
    json.key("stored_bytes");
    json.count(Count(*layer.stored_bytes));
  }
  json.key("trainable");
  json.boolean(layer.trainable);
  json.key("macs");
  json.count(layer.macs);
  write_connections(json, layer);
  write_weights(json, layer);
  write_formula(json, "formula", layer.formula);
  write_formula(json, "macs_formula", layer.macs_formula);
  if (!layer.inputs.empty()) {
    std::vector<Shape> shapes;
    for (const auto& input : layer.inputs) add_shapes(input, shapes);
    json.key("inputs");
    json.raw(shapes_text(shapes));
  }
  if (layer.is_model) write_layers(json, layer.layers, listed_inputs);
  json.end('}');
}

void write_layers(JsonWriter& json, const std::vector<LayerSummary>& layers, bool listed_inputs) {
  json.key("layers");
  json.begin('[');
  for (const LayerSummary& layer : layers) {
    json.item();
    write_layer(json, layer, listed_inputs);
  }
  json.end(']');
}

void write_totals(JsonWriter& json, const Totals& totals) {
  json.key("total_params");
  json.count(totals.params() + totals.optimizer.value_or(0));
  json.key("trainable_params");
  json.count(totals.trainable);
  json.key("non_trainable_params");
  json.count(totals.non_trainable);
  if (!(totals.undecided == Count(0))) {
    json.key("undecided_params");
    json.count(totals.undecided);
  }
  json.key("optimizer_params");
  json.count(totals.optimizer);
  json.key("total_bytes");
  json.count(bytes(totals.bits() + totals.optimizer_bits));
  json.key("trainable_bytes");
  json.count(bytes(totals.trainable_bits));
  json.key("non_trainable_bytes");
  json.count(bytes(totals.non_trainable_bits));
  json.key("optimizer_bytes");
  json.count(totals.optimizer ? std::optional(bytes(totals.optimizer_bits)) : std::nullopt);
}

}  // namespace

void render_json(const Summary& summary, std::string& out) {
  JsonWriter json(out);
  json.begin('{');
  json.key("name");
  json.text(summary.name);
  json.key("class_name");
  json.text(summary.written_class);
  write_totals(json, summary.totals);
  if (summary.stored_bytes) {
    json.key("stored_bytes");
    json.count(Count(*summary.stored_bytes));
  }
  json.key("macs");
  json.count(summary.macs);
  json.key("complete");
  json.boolean(summary.totals.all_decided());
  const Style* style = style_of(summary.origin);
  write_layers(json, summary.layers, style && style->listed_inputs);
  json.end('}');
  json.raw("\n");
}

}  // namespace nnsummary
