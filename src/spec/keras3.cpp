#include <fmt/format.h>

#include "layers/entry.h"
#include "spec/auto_names.h"
#include "spec/dialects.h"
#include "spec/overrides.h"
#include "spec/spec.h"

namespace nnsummary {
namespace {

bool is_model_class(std::string_view class_name, std::string_view module) {
  if (class_name == "Sequential") return module.empty() || module == "keras" || module == "keras.models";
  return class_name == "Functional" || (class_name == "Model" && (module.empty() || module.starts_with("keras")));
}

// Returns true for a custom class that is written as a Functional or Sequential, which it is derived from.
bool is_derived_model(const Value& value) {
  // In an .h5 file no object has a module.
  if (!value.find("module") && is_model_class(value.string_of("class_name"), {})) return false;
  const Value* config = value.find("config");
  if (value.string_of("module").starts_with("keras") || !config || !config->find("layers")) return false;
  return (config->find("input_layers") && config->find("output_layers")) || config->find("build_input_shape");
}

bool is_model(const Value& value) {
  return is_model_class(value.string_of("class_name"), value.string_of("module")) || is_derived_model(value);
}

constexpr std::string_view kAnyOperation = "keras.src.ops.";

// Returns true for an operation in a file without modules: it has neither 'dtype' nor 'trainable', unlike a layer.
bool is_bare_operation(const Value& value) {
  const Value* config = value.find("config");
  if (!value.string_of("module").empty() || !config || config->find("trainable") || config->find("dtype")) return false;
  // A custom class may have the name of an operation.
  const std::string_view registered = value.string_of("registered_name");
  const bool is_custom = value.find(kCustomKey) || (!registered.empty() && registered != value.string_of("class_name"));
  return !is_custom && find_op(value.string_of("class_name"), {}) != nullptr;
}

// Reads layers and models; `depth` is the number of models around them.
class Keras3Reader {
 public:
  // `arena` holds automatic names; null if none are to be given.
  Keras3Reader(Report& report, const Writer& writer, Arena* arena) : report_(report), writer_(writer), arena_(arena) {}

  // `model` is the model that lists the layer.
  LayerSpec layer(const Value& value, Subject model, int depth);
  std::shared_ptr<ModelSpec> model(const Value& value, int depth);

 private:
  const Value* object_of(const Value& value, std::string_view key, Subject layer);
  std::string_view printed_class(const Value& value) const;
  std::vector<CallSpec> calls(const Value& value, Subject layer);
  std::vector<LayerSpec> layers(const Value& config, std::string_view name, int depth);
  std::string_view name_of(const Value& config, std::string_view class_name);
  void error(const Value* value, Subject subject, std::string message, std::string_view code = "invalid");
  [[noreturn]] void fail(const Value* value, Subject subject, std::string message, std::string_view code = "invalid");

  Report& report_;
  Writer writer_;
  Arena* arena_;
  AutoNames auto_names_;
  std::string prefix_;  // path of the model whose layers are read ("encoder/"); empty for the outermost
};

void Keras3Reader::error(const Value* value, Subject subject, std::string message, std::string_view code) {
  const std::string path = prefix_ + std::string(subject.name);
  report_.error(value, {subject.name, subject.class_name, path}, std::move(message), code);
}

void Keras3Reader::fail(const Value* value, Subject subject, std::string message, std::string_view code) {
  error(value, subject, std::move(message), code);
  throw ModelError(report_.diagnostics());
}

// Returns the name in the configuration, or an automatic one: in files of Keras 3.0 to 3.10, operations have no name
// there.
std::string_view Keras3Reader::name_of(const Value& config, std::string_view class_name) {
  const Value* name = config.find("name");
  if (name && name->is_string()) return name->string();
  return arena_ ? arena_->copy(std::string_view(auto_names_.next(class_name))) : std::string_view();
}

// Returns the class name that the reader prints: the one in the file, without the package of a custom class
// ("Zoo>Scale"); in a concise spec, that of Keras 3. TensorFlow calls a Model a Functional since 2.3.
std::string_view Keras3Reader::printed_class(const Value& value) const {
  constexpr int kFunctional = 20400;
  const std::string_view own = value.string_of("class_name");
  std::string_view written = report_.document().original(&value)->string_of("class_name", own);
  written.remove_prefix(written.rfind('>') + 1);
  const bool renames = writer_.is_reader && writer_.version >= kFunctional && own == "Functional";
  return renames ? own : written;
}

const Value* Keras3Reader::object_of(const Value& value, std::string_view key, Subject layer) {
  const Value* found = value.find(key);
  if (!found || found->is_null()) return nullptr;
  if (found->is_object()) return found;
  error(found, layer, fmt::format("expected '{}' to be an object, found {}", key, describe(*found)));
  return nullptr;
}

std::vector<CallSpec> Keras3Reader::calls(const Value& value, Subject layer) {
  std::vector<CallSpec> result;
  const Value* nodes = value.find("inbound_nodes");
  if (!nodes || nodes->is_null()) return result;
  if (!nodes->is_list()) {
    error(nodes, layer, fmt::format("expected 'inbound_nodes' to be a list of calls, found {}", describe(*nodes)));
    return result;
  }
  for (const Value& node : nodes->items()) {
    const Value* args = node.find("args");
    const Value* kwargs = node.find("kwargs");
    if (!args || !args->is_list() || (kwargs && !kwargs->is_object())) {
      error(&node, layer, "expected a call with 'args' (a list) and 'kwargs' (an object)");
    } else {
      result.push_back({args, kwargs});
    }
  }
  return result;
}

LayerSpec Keras3Reader::layer(const Value& value, Subject model, int depth) {
  LayerSpec result;
  result.origin = &value;
  if (value.string_of("class_name").empty()) {
    report_.error(&value, model,
                  fmt::format("expected a layer with 'class_name' and 'config', found {}", describe(value)));
    report_.throw_errors();
  }
  result.class_name = value.string_of("class_name");
  result.printed_class = printed_class(value);
  result.module = value.string_of("module");
  result.registered_name = value.string_of("registered_name");
  // A custom class has no module: use the name that it is registered under.
  // An .h5 file has that name as the class: "Zoo>Scale".
  if (const size_t package = result.class_name.rfind('>'); package != std::string_view::npos) {
    if (result.registered_name.empty()) result.registered_name = result.class_name;
    result.class_name.remove_prefix(package + 1);
  }
  if (result.module.empty()) {
    result.module = result.registered_name;
    result.custom = object_of(value, kCustomKey, {{}, result.class_name});
  }
  if (writer_.era == Era::Keras3 && is_bare_operation(value)) result.module = kAnyOperation;
  result.config = value.find("config");
  if (!result.config || !result.config->is_object()) {
    fail(&value, {value.string_of("name"), result.class_name}, "expected the 'config' to be an object");
  }
  if (is_model(value)) result.model = this->model(value, depth);
  result.name = result.model ? result.model->name : name_of(*result.config, result.class_name);
  result.key = value.string_of("name", result.name);
  // Before Keras 3, the name that calls refer to was also the layer's name.
  if (writer_.era != Era::Keras3) result.name = result.key;
  const Subject subject(result.name, result.class_name);
  // Calls refer to the layers of a Functional by a name beside their configuration.
  if (value.find("inbound_nodes") && !value.find("name")) error(&value, subject, "expected a 'name'");
  const bool named_by_path = writer_.era == Era::Keras3;
  if (named_by_path && result.name.find('/') != std::string_view::npos)
    error(&value, subject, "a name must not contain '/'");
  result.build_config = object_of(value, "build_config", subject);
  result.calls = calls(value, subject);
  return result;
}

std::vector<LayerSpec> Keras3Reader::layers(const Value& config, std::string_view name, int depth) {
  const Value* list = config.find("layers");
  if (!list || !list->is_list()) {
    fail(&config, name, "expected the configuration of a model to have a list 'layers'");
  }
  std::vector<LayerSpec> result;
  result.reserve(list->items().size());
  const size_t outer = prefix_.size();
  const std::string path = prefix_ + std::string(name);
  const Subject model(name, config.find("input_layers") ? "Functional" : "Sequential", path);
  if (depth > 0) prefix_ = path + "/";
  for (const Value& item : list->items()) result.push_back(layer(item, model, depth + 1));
  prefix_.resize(outer);
  return result;
}

std::shared_ptr<ModelSpec> Keras3Reader::model(const Value& value, int depth) {
  const Value& config = *value.find("config");
  auto result = std::make_shared<ModelSpec>();
  result->origin = &value;
  result->writer = writer_;
  result->class_name = value.string_of("class_name");
  result->printed_class = printed_class(value);
  result->name = config.string_of("name");
  const bool derived = is_derived_model(value);
  result->sequential = result->class_name == "Sequential" || (derived && !config.find("input_layers"));
  if (derived) {
    const std::string path = prefix_ + std::string(result->name);
    report_.warn(&value, {result->name, result->class_name, path}, "unknown-class",
                 fmt::format("unknown class: it is read as the {} model that its configuration describes",
                             result->sequential ? "sequential" : "functional"));
  }
  if (depth > kDeepestNesting) {
    fail(&value, result->name, fmt::format("models are nested deeper than {} levels", kDeepestNesting), "limit");
  }
  // Keras makes a Sequential before its layers, and a Functional after them: automatic names follow that order.
  if (result->sequential) result->name = name_of(config, result->class_name);
  result->layers = layers(config, result->name, depth);
  if (!result->sequential) result->name = name_of(config, result->class_name);
  if (const Value* trainable = config.find("trainable"); trainable && trainable->is_bool() && !result->sequential) {
    result->trainable = trainable->boolean();
  }
  result->inputs = config.find("input_layers");
  result->outputs = config.find("output_layers");
  if (!result->sequential && (!result->inputs || !result->outputs)) {
    fail(&config, result->name, "expected a functional model to have 'input_layers' and 'output_layers'");
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

std::shared_ptr<const ModelSpec> read_spec(Document& document, const Reading& reading, Report& report) {
  const Keras3Model source = to_keras3(document, reading, report);
  if (!is_model(source.root)) {
    const bool foreign = !source.root.string_of("module").starts_with("keras");
    report.error(&source.root, {source.root.find("config")->string_of("name"), source.root.string_of("class_name")},
                 foreign ? "expected a model (Functional or Sequential), found a custom class, whose layers its JSON "
                           "doesn't list: summarize the .keras or .h5 file that it is saved in"
                         : "expected a model (Functional or Sequential), found a single layer");
    report.throw_errors();
  }
  const Value& model = with_overrides(document, source.root, reading.overrides, report);
  document.seal();
  const auto result = Keras3Reader(report, source.writer, &document.arena()).model(model, 0);
  result->dialect = source.dialect;
  result->has_other_inputs = !reading.overrides.empty();
  if (!source.placeholders) report.throw_errors();
  return result;
}

}  // namespace nnsummary
