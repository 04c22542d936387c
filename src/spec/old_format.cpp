#include "spec/old_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/alternatives.h"
#include "spec/keras1_sequential.h"
#include "spec/spec.h"

namespace nnsummary {
namespace {

constexpr std::string_view kModels = "Sequential|Functional|Model|Container";
// Arguments that hold layers, one or a list.
constexpr std::string_view kLayerArguments = "layer|backward_layer|cell|cells|layers";

bool is_model_record(const Value& record) { return is_one_of(record.text_of("class_name"), kModels); }

// [layer, node, tensor], and behind them perhaps the keywords of the call.
bool is_tensor(const Value& value) {
  const auto items = value.items();
  return (items.size() == 3 || items.size() == 4) && items[0].is_text() && items[1].is_int() && items[2].is_int();
}

// What the tensors of a model refer to.
struct Known {
  std::string_view name;  // that it is given
  bool is_model = false;
  bool sequential = false;
};
using KnownLayers = std::unordered_map<std::string_view, Known>;

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
  void convert_arguments(ObjectDraft& config, int depth);
  Value argument_layer(const Value& record, int depth);
  std::optional<Made> input_layer(const Value& first);
  Made with_batch(const Value& shape);
  std::vector<CallDraft> calls(const Value& record, const KnownLayers& known);
  CallDraft call(const Value& node, const KnownLayers& known, const Value* shape);
  Made tensor(const Value& value, const KnownLayers& known, const Value* shape);
  Made structure(const Value& value, const KnownLayers& known, const Value* shape, const Value*& kwargs, int depth);
  Made keyword(const Value& value, const KnownLayers& known, int depth);
  Made end(const Value& value, const KnownLayers& known, int depth);
  Value place(const Value& value, const KnownLayers& known, bool is_end);
  Value calls_of(const std::vector<CallDraft>& calls);
  void check_depth(const Value& value, int depth);

  Document& document_;
  const Writer& writer_;
  const OldFormat& format_;
  Report& report_;
  Keras1Names names_;
};

void OldReader::check_depth(const Value& value, int depth) {
  if (depth <= kDeepestNesting) return;
  report_.error(&value, {}, fmt::format("nested deeper than {} levels", kDeepestNesting));
  report_.throw_errors();
}

// Up to 2.2.2 a Sequential was a list of layers: Keras gave it a name when it was read.
std::string_view OldReader::sequential_name() {
  return make_text(document_, fmt::format("sequential_{}", ++names_.sequentials)).text();
}

const Value& OldReader::layers_of(const Value& record) {
  const Value* config = record.find("config");
  const bool has_list = config && !config->is_object() && !format_.keras3_reader;
  const Value* layers = config && !has_list ? config->find("layers") : config;
  if (!layers || !layers->is_list()) {
    report_.error(&record, {record.text_of("name"), record.text_of("class_name")},
                  "expected the 'config' of a model to be a list of layers, or to have one called 'layers'");
    report_.throw_errors();
  }
  for (const Value& layer : layers->items()) {
    const Value* own = layer.find("config");
    if (!layer.text_of("class_name").empty() && own && (own->is_object() || own->is_list())) continue;
    report_.error(&layer, {{}, record.text_of("class_name")},
                  fmt::format("expected a layer with 'class_name' and 'config', found {}", describe(layer)));
    report_.throw_errors();
  }
  return *layers;
}

Value OldReader::record_of(std::string_view module, std::string_view class_name, const ObjectDraft& config) {
  ObjectDraft result;
  result.put("module", Value::of_text(module));
  result.put("class_name", Value::of_text(class_name));
  result.put("config", config.make(document_));
  return result.make(document_);
}

Value OldReader::model(const Value& record, int depth) {
  check_depth(record, depth);
  return record.text_of("class_name") == "Sequential" ? sequential(record, depth) : functional(record, depth);
}

// Keras 3 takes an old first layer's shape for one without the batch, and adds another.
Made OldReader::with_batch(const Value& shape) {
  ListDraft sizes{Made{}};
  for (const Value& size : shape.items()) sizes.push_back(kept(size));
  return Made{make_list(document_, sizes), &shape};
}

// The InputLayer that stands for the shape that a first layer has as an argument, or its first layer has.
std::optional<Made> OldReader::input_layer(const Value& first) {
  const Value* layer = &first;
  for (int depth = 0; depth <= kDeepestNesting; ++depth) {
    const Value* config = layer->find("config");
    if (!config) return std::nullopt;
    if (const Value* shape = config->find("batch_input_shape"); shape && shape->is_list()) {
      ObjectDraft input;
      input.set("batch_shape", format_.keras3_reader ? with_batch(*shape) : kept(*shape));
      const Value* dtype = config->find("input_dtype");
      if (!dtype) dtype = config->find("dtype");
      if (dtype && dtype->is_text()) input.set("dtype", kept(*dtype));
      // Only a layer's own input was given a name: that of a model is the model's.
      const bool counted = format_.keras1_sequential && layer == &first;
      const std::string name =
          counted ? names_.input(first.text_of("class_name")) : fmt::format("{}_input", config->text_of("name"));
      input.put("name", make_text(document_, name));
      return Made{record_of("keras.layers", "InputLayer", input), &first};
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
  if (config.text_of("name").empty()) config.put("name", Value::of_text(sequential_name()));
  if (format_.keras1_sequential) {
    if (const auto graph = unfold_merge(document_, record, config.text_of("name"), names_)) {
      return functional(*document_.arena().make(*graph), depth);
    }
  }
  ListDraft layers;
  for (const Value& inner : list.items()) {
    const bool first = &inner == &list.items().front();
    if (first && inner.text_of("class_name") != "InputLayer") {
      if (const auto input = input_layer(inner)) layers.push_back(*input);
    }
    layers.push_back({argument_layer(inner, depth + 1), &inner});
  }
  config.set("layers", Made{make_list(document_, layers), &list});
  return record_of("keras", "Sequential", config);
}

// A layer that isn't called by the file: of a Sequential, or of another layer.
Value OldReader::argument_layer(const Value& record, int depth) {
  if (is_model_record(record)) return model(record, depth);
  LayerDraft layer = draft(record, depth);
  return this->layer(layer, record);
}

LayerDraft OldReader::draft(const Value& record, int depth) {
  check_depth(record, depth);
  LayerDraft result{document_, writer_};
  result.class_name = record.text_of("class_name");
  const std::string_view module = record.text_of("module");
  const std::string_view registered = record.text_of("registered_name");
  // A class of Keras's own goes by its name alone, in whatever package it was.
  const bool own = module.starts_with("keras") || module.starts_with("tf_keras") || registered.empty();
  if (!own) {
    result.module = module.empty() ? registered : module;
    result.registered_name = registered;
  }
  result.config = ObjectDraft(*record.find("config"));
  convert_arguments(result.config, depth);
  return result;
}

void OldReader::convert_arguments(ObjectDraft& config, int depth) {
  const auto is_layer = [](const Value& value) { return value.find("class_name") && value.find("config"); };
  const std::vector<ObjectDraft::Field> fields = config.fields();
  for (const auto& [key, value, original] : fields) {
    if (!is_one_of(key, kLayerArguments)) continue;
    if (is_layer(value)) {
      config.set(key, Made{argument_layer(value, depth + 1), original});
    } else if (value.is_list()) {
      ListDraft items;
      for (const Value& item : value.items()) {
        items.push_back(is_layer(item) ? Made{argument_layer(item, depth + 1), &item} : kept(item));
      }
      config.set(key, Made{make_list(document_, items), original});
    }
  }
}

Value OldReader::calls_of(const std::vector<CallDraft>& calls) {
  ListDraft nodes;
  for (const CallDraft& call : calls) {
    ObjectDraft node;
    node.put("args", make_list(document_, call.args));
    node.put("kwargs", call.kwargs.make(document_));
    nodes.push_back({node.make(document_)});
  }
  return make_list(document_, nodes);
}

Value OldReader::layer(LayerDraft& draft, const Value& record) {
  for (const Upgrade* upgrade : format_.upgrades) apply(*upgrade, draft);
  ObjectDraft result;
  result.put("module", Value::of_text(draft.module));
  result.put("class_name", Value::of_text(draft.class_name));
  if (!draft.registered_name.empty()) result.put("registered_name", Value::of_text(draft.registered_name));
  const Value* config = record.find("config");
  result.set("config", Made{draft.config.make(document_), config});
  const Value* name = record.find("name");
  if (const Value* nodes = record.find("inbound_nodes"); nodes && name) {
    result.set("name", kept(*name));
    result.set("inbound_nodes", Made{calls_of(draft.calls), nodes});
  } else if (const Value* built = record.find("build_config")) {
    result.set("build_config", kept(*built));
  }
  return result.make(document_);
}

Value OldReader::functional(const Value& record, int depth) {
  const Value& list = layers_of(record);
  const auto records = list.items();
  KnownLayers known;
  std::vector<Value> models(records.size());
  // Models first: tensors refer to them by the names that they are given.
  for (size_t i = 0; i < records.size(); ++i) {
    const std::string_view name = records[i].text_of("name");
    known[name] = {name};
    if (!is_model_record(records[i])) continue;
    models[i] = model(records[i], depth + 1);
    known[name] = {models[i].find("config")->text_of("name"), true, models[i].text_of("class_name") == "Sequential"};
  }
  ListDraft layers;
  for (size_t i = 0; i < records.size(); ++i) {
    if (known[records[i].text_of("name")].is_model) {
      ObjectDraft made(models[i]);
      made.put("name", Value::of_text(known[records[i].text_of("name")].name));
      made.put("inbound_nodes", calls_of(calls(records[i], known)));
      layers.push_back({made.make(document_), &records[i]});
      continue;
    }
    LayerDraft layer = draft(records[i], depth + 1);
    layer.calls = calls(records[i], known);
    layers.push_back({this->layer(layer, records[i]), &records[i]});
  }
  ObjectDraft config(*record.find("config"));
  config.set("layers", Made{make_list(document_, layers), &list});
  for (const std::string_view ends : {"input_layers", "output_layers"}) {
    if (const auto old = config.take(ends)) config.set(ends, end(old->value, known, 0));
  }
  return record_of("keras", "Functional", config);
}

std::vector<CallDraft> OldReader::calls(const Value& record, const KnownLayers& known) {
  std::vector<CallDraft> result;
  const Value* nodes = record.find("inbound_nodes");
  if (!nodes || nodes->is_null()) return result;
  if (!nodes->is_list()) {
    report_.error(nodes, {record.text_of("name"), record.text_of("class_name")},
                  fmt::format("expected 'inbound_nodes' to be a list of calls, found {}", describe(*nodes)));
    report_.throw_errors();
  }
  const Value* build_config = record.find("build_config");
  for (const Value& node : nodes->items()) {
    result.push_back(call(node, known, build_config ? build_config->find("input_shape") : nullptr));
  }
  return result;
}

// A node lists its tensors, alone or in a structure; the keywords of the call stand behind each of them.
CallDraft OldReader::call(const Value& node, const KnownLayers& known, const Value* shape) {
  CallDraft result;
  const Value* kwargs = nullptr;
  const bool single = node.items().size() == 1 && !is_tensor(node);
  const Value& inputs = single ? node.items().front() : node;
  result.args.push_back(structure(inputs, known, shape, kwargs, 0));
  if (!kwargs) return result;
  for (const Member& member : kwargs->members()) result.kwargs.set(member.key, keyword(member.value, known, 0));
  return result;
}

// Where a tensor comes from. Node 0 of a model is its own construction, which its calls follow.
Value OldReader::place(const Value& value, const KnownLayers& known, bool is_end) {
  const auto items = value.items();
  const auto found = known.find(items[0].text());
  if (found == known.end()) return make_list(document_, {kept(items[0]), kept(items[1]), kept(items[2])});
  if (format_.keras3_reader && found->second.is_model) {
    report_.error(&value, {}, "Keras 3 doesn't find the calls of a model in an old file");
    report_.throw_errors();
  }
  const bool shifted = found->second.is_model && !(is_end && !found->second.sequential);
  const Value node = shifted ? Value::of_int(items[1].integer() - 1) : items[1];
  return make_list(document_,
                   {Made{Value::of_text(found->second.name), &items[0]}, Made{node, &items[1]}, kept(items[2])});
}

// `shape`, where the file has it, is that of the tensor.
Made OldReader::tensor(const Value& value, const KnownLayers& known, const Value* shape) {
  ObjectDraft config;
  config.set("keras_history", Made{place(value, known, false), &value});
  if (shape && shape->is_list()) config.set("shape", kept(*shape));
  ObjectDraft result;
  result.put("class_name", Value::of_text("__keras_tensor__"));
  result.put("config", config.make(document_));
  return Made{result.make(document_), &value};
}

Made OldReader::structure(const Value& value, const KnownLayers& known, const Value* shape, const Value*& kwargs,
                          int depth) {
  check_depth(value, depth);
  if (is_tensor(value)) {
    if (value.items().size() == 4 && value.items()[3].is_object()) kwargs = &value.items()[3];
    return tensor(value, known, shape);
  }
  constexpr std::string_view kConstant = "_CONSTANT_VALUE";
  const auto items = value.items();
  if (items.size() == 4 && items[0].is_text() && items[0].text() == kConstant) {
    if (items[3].is_object()) kwargs = &items[3];
    return kept(items[2]);
  }
  if (value.is_object()) {
    ObjectDraft result;
    for (const Member& member : value.members()) {
      result.set(member.key, structure(member.value, known, nullptr, kwargs, depth + 1));
    }
    return Made{result.make(document_), &value};
  }
  ListDraft result;
  for (const Value& item : items) result.push_back(structure(item, known, nullptr, kwargs, depth + 1));
  return Made{make_list(document_, result), &value};
}

// A keyword's value: tensors in it are lists that begin with a layer's name.
Made OldReader::keyword(const Value& value, const KnownLayers& known, int depth) {
  check_depth(value, depth);
  if (value.items().size() == 3 && is_tensor(value) && known.count(value.items()[0].text()) > 0) {
    return tensor(value, known, nullptr);
  }
  if (value.is_list()) {
    ListDraft result;
    for (const Value& item : value.items()) result.push_back(keyword(item, known, depth + 1));
    return Made{make_list(document_, result), &value};
  }
  if (!value.is_object() || value.find("class_name")) return kept(value);
  ObjectDraft result;
  for (const Member& member : value.members()) result.set(member.key, keyword(member.value, known, depth + 1));
  return Made{result.make(document_), &value};
}

Made OldReader::end(const Value& value, const KnownLayers& known, int depth) {
  check_depth(value, depth);
  if (is_tensor(value)) return Made{place(value, known, true), &value};
  if (value.is_object()) {
    ObjectDraft result;
    for (const Member& member : value.members()) result.set(member.key, end(member.value, known, depth + 1));
    return Made{result.make(document_), &value};
  }
  if (!value.is_list()) return kept(value);
  ListDraft result;
  for (const Value& item : value.items()) result.push_back(end(item, known, depth + 1));
  return Made{make_list(document_, result), &value};
}

}  // namespace

bool is_old_format(const Value& root) {
  const Value* config = root.find("config");
  return config && (config->is_object() || config->is_list()) && !root.text_of("class_name").empty();
}

const Value& upgrade_model(Document& document, const Value& root, const Writer& writer, const OldFormat& format,
                           Report& report) {
  if (!is_model_record(root)) {
    report.error(&root, {{}, root.text_of("class_name")},
                 "expected a model (Sequential, Model or Functional), found another class");
    report.throw_errors();
  }
  return make_root(document, OldReader(document, writer, format, report).model(root, 0), root);
}

}  // namespace nnsummary
