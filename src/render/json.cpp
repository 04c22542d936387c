// A Summary as JSON. Members that have their usual value are left out where specs/summary.schema.json says so;
// src/summary/read_json.cpp puts them back.
#include "nnsummary/json.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_writer.h"
#include "base/structures.h"
#include "render/json_values.h"

namespace nnsummary {
namespace {

using Shapes = Structure<TensorShape>;

class SummaryWriter {
 public:
  SummaryWriter(const Extras& extras, std::string& out) : extras_(extras), json_(out) {}

  void summary(const Summary& summary);

 private:
  void identity(const Summary& summary);
  void totals(const Summary& summary);
  void bits(const Totals& totals);
  void graph(const Summary& summary);
  void layers(std::string_view key, const std::vector<LayerSummary>& layers);
  void layer(const LayerSummary& layer);
  void layer_extras(const LayerSummary& layer);
  void output(const LayerSummary& layer);
  void weights(const LayerSummary& layer);
  void weight(const WeightSummary& weight);
  void calls(const LayerSummary& layer);
  void connections(const LayerSummary& layer);
  void model_tensors(std::string_view key, const std::vector<ModelTensor>& tensors);
  void formula(std::string_view key, const Formula& formula);
  void compile(const std::optional<CompileSummary>& compile);
  void warnings(const std::vector<Diagnostic>& warnings);

  void flag_unless(bool usual, std::string_view key, bool value) {
    if (value != usual) json_.field(key, value);
  }
  void text_unless_empty(std::string_view key, std::string_view value) {
    if (!value.empty()) json_.field(key, value);
  }

  const Extras& extras_;
  JsonWriter json_;
};

bool whole_bytes(Count bits) { return bits.value() % 8 == 0; }

// Returns true if the flat form of `output_shape` loses nothing.
bool is_flat(const Shapes& shapes) {
  const auto is_known_leaf = [](const Shapes& item) { return item.kind == Shapes::Kind::Leaf && item.leaf.known; };
  if (shapes.kind == Shapes::Kind::Leaf) return shapes.leaf.known;
  return shapes.kind == Shapes::Kind::List && !shapes.items.empty() &&
         std::all_of(shapes.items.begin(), shapes.items.end(), is_known_leaf);
}

// A flat list for programs that only need shapes: null if one of them isn't known.
void SummaryWriter::output(const LayerSummary& layer) {
  json_.key("output_shape");
  if (!layer.output_shape) return json_.null();
  const std::vector<TensorShape> shapes = flatten(*layer.output_shape);
  const bool known = std::all_of(shapes.begin(), shapes.end(), [](const TensorShape& s) { return s.known; });
  if (!known) {
    json_.null();
  } else if (shapes.size() == 1 && layer.output_shape->kind != Shapes::Kind::List) {
    write_shape(json_, shapes.front());
  } else {
    json_.begin_line('[');
    for (const TensorShape& each : shapes) {
      json_.item();
      write_shape(json_, each);
    }
    json_.end(']');
  }
  if (is_flat(*layer.output_shape)) return;
  json_.key("output_structure");
  write_shapes(json_, *layer.output_shape);
}

void SummaryWriter::formula(std::string_view key, const Formula& formula) {
  if (formula.terms.empty()) return;
  json_.key(key);
  json_.begin('{');
  json_.field("terms", formula.terms);
  json_.field("numbers", formula.numbers);
  json_.end('}');
}

void SummaryWriter::weight(const WeightSummary& weight) {
  json_.begin('{');
  json_.field("id", weight.id);
  json_.field("path", weight.path);
  json_.key("shape");
  json_.begin_line('[');
  for (const int64_t size : weight.shape) {
    json_.item();
    json_.integer(size);
  }
  json_.end(']');
  json_.field("dtype", to_text(weight.dtype));
  weight.trainable ? json_.field("trainable", *weight.trainable) : json_.null_field("trainable");
  flag_unless(weight.trainable.value_or(true), "declared_trainable", weight.declared_trainable);
  json_.field("params", weight.params);
  formula("formula", weight.formula);
  json_.end('}');
}

void SummaryWriter::weights(const LayerSummary& layer) {
  if (!extras_.weights) return;
  if (!layer.params) return json_.null_field("weights");
  json_.key("weights");
  json_.begin('[');
  for (const WeightSummary& each : layer.weights) {
    json_.item();
    weight(each);
  }
  json_.end(']');
}

void SummaryWriter::calls(const LayerSummary& layer) {
  if (!extras_.calls) return;
  json_.key("calls");
  json_.begin('[');
  for (const CallSummary& call : layer.calls) {
    json_.item();
    json_.begin_line('{');
    json_.key("inputs");
    json_.begin('[');
    for (const Shapes& input : call.inputs) {
      json_.item();
      write_shapes(json_, input);
    }
    json_.end(']');
    json_.key("output");
    write_shapes(json_, call.output);
    json_.end('}');
  }
  json_.end(']');
}

void SummaryWriter::connections(const LayerSummary& layer) {
  json_.key("connected_to");
  json_.begin('[');
  for (const Connection& from : layer.connected_to) {
    json_.item();
    json_.begin_line('{');
    json_.field("layer", from.layer);
    json_.field("node", from.node_index);
    json_.field("tensor", from.tensor_index);
    flag_unless(false, "of_model", from.of_model);
    json_.end('}');
  }
  json_.end(']');
}

void SummaryWriter::model_tensors(std::string_view key, const std::vector<ModelTensor>& tensors) {
  json_.key(key);
  json_.begin('[');
  for (const ModelTensor& tensor : tensors) {
    json_.item();
    json_.begin_line('{');
    text_unless_empty("key", tensor.key);
    json_.field("layer", tensor.layer);
    json_.field("node", tensor.node_index);
    json_.field("tensor", tensor.tensor_index);
    json_.key("shape");
    write_shape(json_, tensor.shape);
    json_.field("dtype", to_text(tensor.dtype));
    flag_unless(false, "listed", tensor.listed);
    json_.end('}');
  }
  json_.end(']');
}

void SummaryWriter::layer_extras(const LayerSummary& layer) {
  if (extras_.arguments) {
    json_.key("arguments");
    write_value(json_, layer.arguments);
  }
  calls(layer);
  weights(layer);
  formula("formula", layer.formula);
  formula("macs_formula", layer.macs_formula);
  if (!layer.wrapped.empty()) layers("wrapped", layer.wrapped);
}

void SummaryWriter::layer(const LayerSummary& layer) {
  json_.begin('{');
  json_.field("name", layer.name);
  json_.field("path", layer.path);
  json_.field("class_name", layer.class_name);
  if (layer.keras3_class != layer.class_name) json_.field("keras3_class", layer.keras3_class);
  flag_unless(true, "is_layer", layer.is_layer);
  flag_unless(false, "is_model", layer.is_model);
  flag_unless(true, "known", layer.known);
  flag_unless(true, "built", layer.built);
  output(layer);
  json_.field("params", layer.params);
  json_.field("bytes", layer.bits ? std::optional(bytes_of(*layer.bits)) : std::nullopt);
  if (layer.bits && !whole_bytes(*layer.bits)) json_.field("bits", *layer.bits);
  if (layer.stored_bytes) json_.field("stored_bytes", *layer.stored_bytes);
  json_.field("trainable", layer.trainable);
  flag_unless(layer.params && !(*layer.params == Count(0)), "has_weights", layer.has_weights);
  json_.field("dtype", layer.dtype);
  json_.field("macs", layer.macs);
  connections(layer);
  if (layer.is_model) {
    model_tensors("inputs", layer.inputs);
    model_tensors("outputs", layer.outputs);
  }
  layer_extras(layer);
  if (layer.is_model || !layer.layers.empty()) layers("layers", layer.layers);
  json_.end('}');
}

void SummaryWriter::layers(std::string_view key, const std::vector<LayerSummary>& layers) {
  json_.key(key);
  json_.begin('[');
  for (const LayerSummary& each : layers) {
    json_.item();
    layer(each);
  }
  json_.end(']');
}

void SummaryWriter::compile(const std::optional<CompileSummary>& compile) {
  if (!compile) return json_.null_field("compile");
  json_.key("compile");
  json_.begin('{');
  const auto setting = [this](std::string_view key, const ConfigValue& value) {
    json_.key(key);
    write_value(json_, value);
  };
  setting("optimizer", compile->optimizer);
  setting("loss", compile->loss);
  setting("loss_weights", compile->loss_weights);
  setting("metrics", compile->metrics);
  setting("weighted_metrics", compile->weighted_metrics);
  json_.end('}');
}

void SummaryWriter::warnings(const std::vector<Diagnostic>& warnings) {
  json_.key("warnings");
  json_.begin('[');
  for (const Diagnostic& warning : warnings) {
    json_.item();
    json_.begin('{');
    json_.field("code", warning.code);
    text_unless_empty("layer", warning.layer);
    text_unless_empty("path", warning.path);
    text_unless_empty("class_name", warning.class_name);
    json_.field("message", warning.message);
    text_unless_empty("file", warning.file);
    if (warning.line > 0) json_.field("line", warning.line);
    if (warning.column > 0) json_.field("column", warning.column);
    text_unless_empty("pointer", warning.pointer);
    text_unless_empty("source", warning.source);
    json_.end('}');
  }
  json_.end(']');
}

void SummaryWriter::identity(const Summary& summary) {
  json_.field("schema_version", kSchemaVersion);
  json_.field("name", summary.name);
  json_.field("class_name", summary.class_name);
  if (summary.keras3_class != summary.class_name) json_.field("keras3_class", summary.keras3_class);
  json_.key("keras");
  json_.begin_line('{');
  summary.keras.text.empty() ? json_.null_field("version") : json_.field("version", summary.keras.text);
  json_.field("number", summary.keras.number);
  flag_unless(false, "tensorflow", summary.keras.tensorflow);
  flag_unless(false, "tfjs", summary.keras.tfjs);
  json_.end('}');
}

void SummaryWriter::bits(const Totals& totals) {
  const Count all = totals.bits() + totals.optimizer_bits;
  const bool whole = whole_bytes(totals.trainable_bits) && whole_bytes(totals.non_trainable_bits) &&
                     whole_bytes(totals.undecided_bits) && whole_bytes(all);
  if (whole) return;
  json_.key("bits");
  json_.begin_line('{');
  json_.field("trainable", totals.trainable_bits);
  json_.field("non_trainable", totals.non_trainable_bits);
  json_.field("undecided", totals.undecided_bits);
  json_.field("optimizer", totals.optimizer_bits);
  json_.end('}');
}

void SummaryWriter::totals(const Summary& summary) {
  const Totals& totals = summary.totals;
  json_.field("total_params", totals.params() + totals.optimizer.value_or(0));
  json_.field("model_params", totals.params());
  json_.field("trainable_params", totals.trainable);
  json_.field("non_trainable_params", totals.non_trainable);
  if (!totals.decided()) json_.field("undecided_params", totals.undecided);
  json_.field("optimizer_params", totals.optimizer);
  json_.field("total_bytes", bytes_of(totals.bits() + totals.optimizer_bits));
  json_.field("model_bytes", bytes_of(totals.bits()));
  json_.field("trainable_bytes", bytes_of(totals.trainable_bits));
  json_.field("non_trainable_bytes", bytes_of(totals.non_trainable_bits));
  if (!(totals.undecided_bits == Count(0))) json_.field("undecided_bytes", bytes_of(totals.undecided_bits));
  json_.field("optimizer_bytes", totals.optimizer ? std::optional(bytes_of(totals.optimizer_bits)) : std::nullopt);
  bits(totals);
  if (summary.stored_bytes) json_.field("stored_bytes", *summary.stored_bytes);
  json_.field("macs", summary.macs);
  json_.field("complete", summary.complete);
  flag_unless(true, "counted", totals.counted);
  flag_unless(false, "lower_bound", totals.lower_bound);
  flag_unless(true, "optimizer_known", totals.optimizer_known);
}

void SummaryWriter::graph(const Summary& summary) {
  flag_unless(true, "built", summary.built);
  json_.field("sequential_like", summary.sequential_like);
  json_.key("branching");
  json_.begin_line('{');
  json_.field("parallel", summary.branching.parallel);
  json_.field("merges", summary.branching.merges);
  json_.field("shares", summary.branching.shares);
  json_.end('}');
  model_tensors("inputs", summary.inputs);
  model_tensors("outputs", summary.outputs);
}

void SummaryWriter::summary(const Summary& summary) {
  json_.begin('{');
  identity(summary);
  totals(summary);
  graph(summary);
  if (extras_.arguments) compile(summary.compile);
  json_.key("extras");
  json_.begin_line('[');
  const auto extra = [this](std::string_view name, bool there) {
    if (!there) return;
    json_.item();
    json_.string(name);
  };
  extra("weights", extras_.weights);
  extra("arguments", extras_.arguments);
  extra("calls", extras_.calls);
  extra("macs", extras_.macs);
  extra("formulas", extras_.formulas);
  json_.end(']');
  warnings(summary.warnings);
  layers("layers", summary.layers);
  json_.end('}');
  json_.raw("\n");
}

}  // namespace

void render_json(const Summary& summary, std::string& out) { SummaryWriter(summary.extras, out).summary(summary); }

}  // namespace nnsummary
