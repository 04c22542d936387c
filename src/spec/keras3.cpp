#include <fmt/format.h>

#include "nnsummary/entry.h"
#include "spec/auto_names.h"
#include "spec/concise.h"
#include "spec/convert.h"
#include "spec/spec.h"
#include "spec/tfjs.h"

namespace nnsummary {
namespace {

bool is_model_class(std::string_view class_name, std::string_view module) {
  if (class_name == "Sequential") return module.empty() || module == "keras" || module == "keras.models";
  return class_name == "Functional" || (class_name == "Model" && (module.empty() || module.starts_with("keras")));
}

// A class of somebody's own, written as a Functional or a Sequential is: it was derived from it.
bool is_derived_model(const Value& value) {
  // In an .h5 file nothing has a module.
  if (!value.find("module") && is_model_class(value.text_of("class_name"), {})) return false;
  const Value* config = value.find("config");
  if (value.text_of("module").starts_with("keras") || !config || !config->find("layers")) return false;
  return (config->find("input_layers") && config->find("output_layers")) || config->find("build_input_shape");
}

bool is_model(const Value& value) {
  return is_model_class(value.text_of("class_name"), value.text_of("module")) || is_derived_model(value);
}

constexpr std::string_view kAnyOperation = "keras.src.ops.";

// Where nothing has a module, an operation is what has a type and a flag of being trained no more than its class has.
bool is_bare_operation(const Value& value) {
  const Value* config = value.find("config");
  if (!value.text_of("module").empty() || !config || config->find("trainable") || config->find("dtype")) return false;
  return find_op(value.text_of("class_name"), {}) != nullptr;
}

// Reads the objects of one document; `depth` counts the models around.
class Keras3Reader {
 public:
  // Names that are given here live in `arena`.
  Keras3Reader(Report& report, const Writer& writer, Arena* arena) : report_(report), writer_(writer), arena_(arena) {}

  // `model` is what the layer is listed in.
  LayerSpec layer(const Value& value, Subject model, int depth);
  std::shared_ptr<const ModelSpec> model(const Value& value, int depth);

 private:
  const Value* object_of(const Value& value, std::string_view key, Subject layer);
  std::string_view written_class(const Value& value) const;
  std::vector<CallSpec> calls(const Value& value, Subject layer);
  std::vector<LayerSpec> layers(const Value& config, std::string_view name, int depth);
  std::string_view name_of(const Value& config, std::string_view class_name);

  Report& report_;
  Writer writer_;
  Arena* arena_;
  AutoNames auto_names_;
};

// Its own, or the one that Keras gives: files of Keras 3.0 to 3.10 name no operations but where they refer to them.
std::string_view Keras3Reader::name_of(const Value& config, std::string_view class_name) {
  const Value* name = config.find("name");
  if (name && name->is_text()) return name->text();
  return arena_ ? arena_->copy(std::string_view(auto_names_.next(class_name))) : std::string_view();
}

// What the file calls the class; a spec that a person wrote has the name that Keras 3 has.
std::string_view Keras3Reader::written_class(const Value& value) const {
  return report_.document().original(&value)->text_of("class_name", value.text_of("class_name"));
}

const Value* Keras3Reader::object_of(const Value& value, std::string_view key, Subject layer) {
  const Value* found = value.find(key);
  if (!found || found->is_null()) return nullptr;
  if (found->is_object()) return found;
  report_.error(found, layer, fmt::format("expected '{}' to be an object, found {}", key, describe(*found)));
  return nullptr;
}

std::vector<CallSpec> Keras3Reader::calls(const Value& value, Subject layer) {
  std::vector<CallSpec> result;
  const Value* nodes = value.find("inbound_nodes");
  if (!nodes || nodes->is_null()) return result;
  if (!nodes->is_list()) {
    report_.error(nodes, layer,
                  fmt::format("expected 'inbound_nodes' to be a list of calls, found {}", describe(*nodes)));
    return result;
  }
  for (const Value& node : nodes->items()) {
    const Value* args = node.find("args");
    const Value* kwargs = node.find("kwargs");
    if (!args || !args->is_list() || (kwargs && !kwargs->is_object())) {
      report_.error(&node, layer, "expected a call with 'args' (a list) and 'kwargs' (an object)");
    } else {
      result.push_back({args, kwargs});
    }
  }
  return result;
}

LayerSpec Keras3Reader::layer(const Value& value, Subject model, int depth) {
  LayerSpec result;
  result.origin = &value;
  if (value.text_of("class_name").empty()) {
    report_.error(&value, model,
                  fmt::format("expected a layer with 'class_name' and 'config', found {}", describe(value)));
    report_.throw_errors();
  }
  result.class_name = value.text_of("class_name");
  result.written_class = written_class(value);
  result.module = value.text_of("module");
  result.registered_name = value.text_of("registered_name");
  // A class of somebody's own has no module: the name that it was registered under stands for it.
  if (result.module.empty()) result.module = result.registered_name;
  if (writer_.era == Era::Keras3 && is_bare_operation(value)) result.module = kAnyOperation;
  result.config = value.find("config");
  if (!result.config || !result.config->is_object()) {
    report_.error(&value, {value.text_of("name"), result.class_name}, "expected the 'config' to be an object");
    report_.throw_errors();
  }
  if (is_model(value)) result.model = this->model(value, depth);
  result.name = result.model ? result.model->name : name_of(*result.config, result.class_name);
  result.key = value.text_of("name", result.name);
  // Before Keras 3, a layer went by the name that calls refer to it by.
  if (writer_.era != Era::Keras3) result.name = result.key;
  const Subject subject(result.name, result.class_name);
  // A functional model's layers are named beside their configuration: calls refer to them by it.
  if (value.find("inbound_nodes") && !value.find("name")) report_.error(&value, subject, "expected a 'name'");
  const bool named_by_path = writer_.era == Era::Keras3;
  if (named_by_path && result.name.find('/') != std::string_view::npos)
    report_.error(&value, subject, "a name must not contain '/'");
  result.build_config = object_of(value, "build_config", subject);
  result.calls = calls(value, subject);
  return result;
}

std::vector<LayerSpec> Keras3Reader::layers(const Value& config, std::string_view name, int depth) {
  const Value* list = config.find("layers");
  if (!list || !list->is_list()) {
    report_.error(&config, name, "expected the configuration of a model to have a list 'layers'");
    report_.throw_errors();
  }
  std::vector<LayerSpec> result;
  result.reserve(list->items().size());
  for (const Value& item : list->items())
    result.push_back(layer(item, {name, config.find("input_layers") ? "Functional" : "Sequential"}, depth + 1));
  return result;
}

std::shared_ptr<const ModelSpec> Keras3Reader::model(const Value& value, int depth) {
  const Value& config = *value.find("config");
  auto result = std::make_shared<ModelSpec>();
  result->origin = &value;
  result->writer = writer_;
  result->class_name = value.text_of("class_name");
  result->written_class = written_class(value);
  result->name = config.text_of("name");
  const bool derived = is_derived_model(value);
  result->sequential = result->class_name == "Sequential" || (derived && !config.find("input_layers"));
  if (derived) {
    report_.warn(&value, {result->name, result->class_name}, "unknown-class",
                 fmt::format("the class isn't known: it is taken for the {} model that its configuration describes",
                             result->sequential ? "sequential" : "functional"));
  }
  if (depth > kDeepestNesting) {
    report_.error(&value, result->name, fmt::format("models are nested deeper than {} levels", kDeepestNesting));
    report_.throw_errors();
  }
  // A Sequential is made before its layers, a Functional of them.
  if (result->sequential) result->name = name_of(config, result->class_name);
  result->layers = layers(config, result->name, depth);
  if (!result->sequential) result->name = name_of(config, result->class_name);
  if (const Value* trainable = config.find("trainable"); trainable && trainable->is_bool() && !result->sequential) {
    result->trainable = trainable->boolean();
  }
  result->inputs = config.find("input_layers");
  result->outputs = config.find("output_layers");
  if (!result->sequential && (!result->inputs || !result->outputs)) {
    report_.error(&config, result->name, "expected a functional model to have 'input_layers' and 'output_layers'");
    report_.throw_errors();
  }
  result->build_input_shape = config.find("build_input_shape");
  const Value* build_config = object_of(value, "build_config", result->name);
  if (!result->build_input_shape && build_config) result->build_input_shape = build_config->find("input_shape");
  result->compile_config = object_of(value, "compile_config", result->name);
  return result;
}

}  // namespace

LayerSpec read_layer_spec(const Value& value, const Writer& writer, Report& report, int depth) {
  return Keras3Reader(report, writer, nullptr).layer(value, {}, depth);
}

std::shared_ptr<const ModelSpec> read_spec(Document& document, const Overrides& overrides, Report& report,
                                           bool as_keras3) {
  if (is_concise(document.root())) {
    const Value& model = with_overrides(document, read_concise(document, report), overrides, report);
    document.seal();
    return Keras3Reader(report, Writer(), &document.arena()).model(model, 0);
  }
  const bool tfjs = is_tfjs(document.root());
  const Value& written = tfjs ? tfjs_model(document, report) : document.root();
  const std::string_view class_name = written.text_of("class_name");
  const Value* written_config = written.find("config");
  const std::string_view version = written.text_of("keras_version", document.keras_version());
  const bool keras3 = is_keras3_form(written, version);
  const bool has_config = written_config && (written_config->is_object() || (written_config->is_list() && !keras3));
  if (class_name.empty() || !has_config) {
    report.error(&written, {{}, class_name},
                 "expected a model as Keras's to_json() writes it, an object with 'class_name' and 'config'");
    report.throw_errors();
  }
  Writer writer = writer_of(written, version);
  writer.tfjs = tfjs;
  if (as_keras3) writer = {.as_keras3 = true};
  const Value& root = keras3 ? written : convert_root(document, written, writer, report);
  const Value* config = root.find("config");
  if (!is_model(root)) {
    const bool foreign = !root.text_of("module").starts_with("keras");
    report.error(&root, {config->text_of("name"), class_name},
                 foreign ? "expected a model (Functional or Sequential), found a class of somebody's own, whose layers "
                           "its JSON doesn't list: summarize the .keras or .h5 file that it is saved in"
                         : "expected a model (Functional or Sequential), found a single layer");
    report.throw_errors();
  }
  const Value& model = with_overrides(document, root, overrides, report);
  document.seal();
  auto result = Keras3Reader(report, writer, &document.arena()).model(model, 0);
  report.throw_errors();
  return result;
}

}  // namespace nnsummary
