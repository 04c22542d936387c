#include "spec/old_format.h"

#include <fmt/format.h>

#include <optional>

#include "base/alternatives.h"
#include "spec/keras1_sequential.h"
#include "spec/masks.h"
#include "spec/old_nodes.h"
#include "spec/spec.h"

namespace nnsummary {
namespace {

constexpr std::string_view kModels = "Sequential|Functional|Model|Container";
// Arguments that hold a layer or a list of layers.
constexpr std::string_view kLayerArguments = "layer|backward_layer|cell|cells|layers";

bool is_model_record(const Value& record) { return is_one_of(record.string_of("class_name"), kModels); }

class OldReader {
 public:
  OldReader(Document& document, const Writer& writer, const OldFormat& format, Report& report)
      : document_(document), writer_(writer), format_(format), report_(report) {}

  Value model(const Value& record, int depth);

 private:
  Value sequential(const Value& record, int depth);
  Value functional(const Value& record, int depth);
  Value record_of(std::string_view module, std::string_view class_name, const ObjectDraft& config);
  const Value& layers_of(const Value& record);
  std::string_view sequential_name();
  LayerDraft draft(const Value& record, int depth);
  Value layer(LayerDraft& draft, const Value& record);
  void upgrade_arguments(ObjectDraft& config, int depth);
  Value argument_layer(const Value& record, int depth);
  std::optional<ValueDraft> input_layer(const Value& first);
  ValueDraft with_batch(const Value& shape);
  Value calls_of(const std::vector<CallDraft>& calls);
  void check_depth(const Value& value, int depth);

  Document& document_;
  const Writer& writer_;
  const OldFormat& format_;
  Report& report_;
  Keras1Names names_;
  AutoNames mask_names_;  // of the operations that Keras 3 adds for masks
  std::string path_;      // path of the model whose layers are read ("encoder/"); empty for the outermost
};

void OldReader::check_depth(const Value& value, int depth) {
  if (depth <= kDeepestNesting) return;
  report_.error(&value, {}, fmt::format("the file is nested deeper than {} levels", kDeepestNesting), "limit");
  report_.throw_errors();
}

// Returns the name that Keras gives on reading: up to 2.2.2, the configuration of a Sequential was only a list of
// layers. The first has no number in tf.keras.
std::string_view OldReader::sequential_name() {
  const int number = ++names_.sequentials - (writer_.tensorflow ? 1 : 0);
  return make_string(document_, number == 0 ? "sequential" : fmt::format("sequential_{}", number)).string();
}

const Value& OldReader::layers_of(const Value& record) {
  const Value* config = record.find("config");
  const bool has_list = config && !config->is_object() && !format_.keras3_reader;
  const Value* layers = config && !has_list ? config->find("layers") : config;
  if (!layers || !layers->is_list()) {
    const std::string_view path = std::string_view(path_).substr(0, path_.empty() ? 0 : path_.size() - 1);
    report_.error(&record, {record.string_of("name"), record.string_of("class_name"), path},
                  "expected the 'config' of a model to be a list of layers, or to have one called 'layers'");
    report_.throw_errors();
  }
  for (const Value& layer : layers->items()) {
    const Value* own = layer.find("config");
    if (!layer.string_of("class_name").empty() && own && (own->is_object() || own->is_list())) continue;
    report_.error(&layer, {{}, record.string_of("class_name")},
                  fmt::format("expected a layer with 'class_name' and 'config', found {}", describe(layer)));
    report_.throw_errors();
  }
  return *layers;
}

Value OldReader::record_of(std::string_view module, std::string_view class_name, const ObjectDraft& config) {
  return make_object(document_, {{"module", Value::of_string(module)},
                                 {"class_name", Value::of_string(class_name)},
                                 {"config", config.build(document_)}});
}

Value OldReader::model(const Value& record, int depth) {
  check_depth(record, depth);
  const size_t outer = path_.size();
  if (depth > 0) path_.append(record.string_of("name", record.find("config")->string_of("name"))).append("/");
  const Value result =
      record.string_of("class_name") == "Sequential" ? sequential(record, depth) : functional(record, depth);
  path_.resize(outer);
  return result;
}

// Keras 3 reads the 'batch_input_shape' of a first layer as a shape without the batch, and adds a batch dimension.
ValueDraft OldReader::with_batch(const Value& shape) {
  ListDraft sizes{ValueDraft{}};
  for (const Value& size : shape.items()) sizes.push_back(kept(size));
  return ValueDraft{make_list(document_, sizes), &shape};
}

// Returns an InputLayer made from the 'batch_input_shape' of the first layer, or, if that is a model, of its own first
// layer. Returns nullopt if there is none.
std::optional<ValueDraft> OldReader::input_layer(const Value& first) {
  const Value* layer = &first;
  for (int depth = 0; depth <= kDeepestNesting; ++depth) {
    const Value* config = layer->find("config");
    if (!config) return std::nullopt;
    if (const Value* shape = config->find("batch_input_shape"); shape && shape->is_list()) {
      ObjectDraft input;
      input.set("batch_shape", format_.keras3_reader ? with_batch(*shape) : kept(*shape));
      const Value* dtype = config->find("input_dtype");
      if (!dtype) dtype = config->find("dtype");
      if (dtype && dtype->is_string()) input.set("dtype", kept(*dtype));
      // Keras 1 numbers only the input of a layer; the input of a nested model is named after the model.
      const bool counted = format_.keras1_sequential && layer == &first;
      const std::string name =
          counted ? names_.input(first.string_of("class_name")) : fmt::format("{}_input", config->string_of("name"));
      input.put("name", make_string(document_, name));
      return ValueDraft{record_of("keras.layers", "InputLayer", input), &first};
    }
    const Value* inner = config->is_list() ? config : config->find("layers");
    if (!is_model_record(*layer) || !inner || inner->items().empty()) return std::nullopt;
    layer = &inner->items().front();
  }
  return std::nullopt;
}

Value OldReader::sequential(const Value& record, int depth) {
  const Value& list = layers_of(record);
  const Value& old_config = *record.find("config");
  ObjectDraft config = old_config.is_object() ? ObjectDraft(old_config) : ObjectDraft();
  if (config.string_of("name").empty()) config.put("name", Value::of_string(sequential_name()));
  if (format_.keras1_sequential) {
    if (const auto graph = merge_as_graph(document_, record, config.string_of("name"), names_)) {
      return functional(*document_.arena().make(*graph), depth);
    }
  }
  ListDraft layers;
  for (const Value& inner : list.items()) {
    const bool first = &inner == &list.items().front();
    if (first && inner.string_of("class_name") != "InputLayer") {
      if (const auto input = input_layer(inner)) layers.push_back(*input);
    }
    layers.push_back({argument_layer(inner, depth + 1), &inner});
  }
  config.set("layers", ValueDraft{make_list(document_, layers), &list});
  return record_of("keras", "Sequential", config);
}

// Upgrades a layer without calls: one in a Sequential, or an argument of another layer.
Value OldReader::argument_layer(const Value& record, int depth) {
  if (is_model_record(record)) return model(record, depth);
  LayerDraft layer = draft(record, depth);
  return this->layer(layer, record);
}

LayerDraft OldReader::draft(const Value& record, int depth) {
  check_depth(record, depth);
  LayerDraft result{document_, writer_};
  result.class_name = record.string_of("class_name");
  const std::string_view module = record.string_of("module");
  const std::string_view registered = record.string_of("registered_name");
  // A built-in class is known by its name alone, whatever package it was in.
  const bool own = module.starts_with("keras") || module.starts_with("tf_keras") || registered.empty();
  if (!own) {
    result.module = module.empty() ? registered : module;
    result.registered_name = registered;
  }
  result.config = ObjectDraft(*record.find("config"));
  upgrade_arguments(result.config, depth);
  return result;
}

void OldReader::upgrade_arguments(ObjectDraft& config, int depth) {
  const auto is_layer = [](const Value& value) { return value.find("class_name") && value.find("config"); };
  const std::vector<ObjectDraft::Field> fields = config.fields();
  for (const auto& [key, value, original] : fields) {
    if (!is_one_of(key, kLayerArguments)) continue;
    if (is_layer(value)) {
      config.set(key, ValueDraft{argument_layer(value, depth + 1), original});
    } else if (value.is_list()) {
      ListDraft items;
      for (const Value& item : value.items()) {
        items.push_back(is_layer(item) ? ValueDraft{argument_layer(item, depth + 1), &item} : kept(item));
      }
      config.set(key, ValueDraft{make_list(document_, items), original});
    }
  }
}

Value OldReader::calls_of(const std::vector<CallDraft>& calls) {
  ListDraft nodes;
  for (const CallDraft& call : calls) {
    const Value args = make_list(document_, call.args);
    nodes.push_back({make_object(document_, {{"args", args}, {"kwargs", call.kwargs.build(document_)}})});
  }
  return make_list(document_, nodes);
}

Value OldReader::layer(LayerDraft& draft, const Value& record) {
  for (const Upgrade* upgrade : format_.upgrades) apply(*upgrade, draft);
  ObjectDraft result;
  result.put("module", Value::of_string(draft.module));
  result.put("class_name", Value::of_string(draft.class_name));
  if (!draft.registered_name.empty()) result.put("registered_name", Value::of_string(draft.registered_name));
  const Value* config = record.find("config");
  result.set("config", ValueDraft{draft.config.build(document_), config});
  const Value* name = record.find("name");
  if (const Value* nodes = record.find("inbound_nodes"); nodes && name) {
    result.set("name", kept(*name));
    result.set("inbound_nodes", ValueDraft{calls_of(draft.calls), nodes});
  } else if (const Value* built = record.find("build_config")) {
    result.set("build_config", kept(*built));
  }
  return result.build(document_);
}

Value OldReader::functional(const Value& record, int depth) {
  const Value& list = layers_of(record);
  const auto records = list.items();
  OldNodes nodes(document_, format_, path_, report_);
  std::vector<Value> models(records.size());
  // Upgrade nested models first: tensors refer to them by their new names.
  for (size_t i = 0; i < records.size(); ++i) {
    const std::string_view name = records[i].string_of("name");
    if (is_model_record(records[i])) {
      models[i] = model(records[i], depth + 1);
      const std::string_view new_name = models[i].find("config")->string_of("name");
      nodes.add_model(name, new_name, models[i].string_of("class_name") == "Sequential");
    } else {
      nodes.add_layer(name);
    }
  }
  ListDraft layers;
  for (size_t i = 0; i < records.size(); ++i) {
    if (is_model_record(records[i])) {
      ObjectDraft made(models[i]);
      made.put("name", Value::of_string(models[i].find("config")->string_of("name")));
      made.put("inbound_nodes", calls_of(nodes.calls(records[i])));
      layers.push_back({made.build(document_), &records[i]});
      continue;
    }
    LayerDraft layer = draft(records[i], depth + 1);
    layer.calls = nodes.calls(records[i]);
    layers.push_back({this->layer(layer, records[i]), &records[i]});
  }
  ObjectDraft config(*record.find("config"));
  Value made_layers = make_list(document_, layers);
  if (format_.keras3_reader) made_layers = with_masks(document_, made_layers, mask_names_);
  config.set("layers", ValueDraft{made_layers, &list});
  for (const std::string_view ends : {"input_layers", "output_layers"}) {
    if (const auto old = config.take(ends)) config.set(ends, nodes.ends(old->value));
  }
  return record_of("keras", "Functional", config);
}

}  // namespace

bool is_old_format(const Value& root) {
  const Value* config = root.find("config");
  return config && (config->is_object() || config->is_list()) && !root.string_of("class_name").empty();
}

const Value& upgrade_model(Document& document, const Value& root, const Writer& writer, const OldFormat& format,
                           Report& report) {
  if (!is_model_record(root)) {
    report.error(&root, {{}, root.string_of("class_name")},
                 "expected a model (Sequential, Model or Functional), found another class");
    report.throw_errors();
  }
  ObjectDraft model(OldReader(document, writer, format, report).model(root, 0));
  if (const Value* compiled = root.find("compile_config")) model.set("compile_config", kept(*compiled));
  return make_root(document, model.build(document), root);
}

}  // namespace nnsummary
