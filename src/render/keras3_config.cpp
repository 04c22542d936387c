#include "render/keras3_config.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/alternatives.h"
#include "render/keras3_compile.h"
#include "render/keras3_objects.h"
#include "render/value_writer.h"
#include "spec/spec.h"

namespace nnsummary {
namespace {

constexpr std::string_view kAnyOperation = "keras.src.ops.";
// The classes that Keras 3 has only for old files.
constexpr std::string_view kLegacy = "RandomHeight|RandomWidth|ThresholdedReLU";

bool is_model_class(std::string_view name) { return is_one_of(name, "Sequential|Functional|Model|Container"); }

// Returns the layer that was made from an argument of `layer`, or null.
const LayerState* layer_made_from(const Value& argument, const LayerState& layer) {
  for (const Child& child : layer.children) {
    if (child.layer->origin == &argument && child.layer->argument_spec) return child.layer.get();
  }
  for (const Child& child : layer.children) {
    if (const LayerState* inner = layer_made_from(argument, *child.layer)) return inner;
  }
  return nullptr;
}

bool is_place(const Value& value) { return value.items().size() == 3 && value.items()[0].is_string(); }

}  // namespace

void ConfigWriter::refuse(const LayerSpec& spec, const Value* where, std::string message) {
  const std::string path = path_ + std::string(spec.name);
  report_.error(where, {spec.name, spec.class_name, path}, std::move(message));
}

void ConfigWriter::inferred(const Value* history, const Scope& scope) {
  const auto parts = history ? history->items() : std::span<const Value>();
  const bool is_place = parts.size() == 3 && parts[1].is_int() && parts[2].is_int();
  const auto found = is_place ? scope.names.find(parts[0].string()) : scope.names.end();
  Tensor result{Shape::unknown()};
  if (found != scope.names.end()) {
    const auto& calls = scope.state.layers[found->second].calls;
    const auto node = static_cast<size_t>(parts[1].integer().get());
    const auto index = static_cast<size_t>(parts[2].integer().get());
    if (node < calls.size() && index < calls[node].tensors.size()) result = calls[node].tensors[index];
  }
  json_.key("shape");
  json_.begin('[');
  for (const Dim dim : result.shape) {
    json_.item();
    dim.known() ? json_.integer(dim.value().get()) : json_.null();
  }
  json_.end(']');
  json_.field("dtype", to_text(result.dtype));
}

void ConfigWriter::tensor(const Value& config, const Scope& scope) {
  const Value* history = config.find("keras_history");
  json_.begin('{');
  inferred(history, scope);
  json_.key("keras_history");
  write_value(json_, history ? *history : Value());
  json_.end('}');
}

// `scope` is null where a value holds no tensors.
void ConfigWriter::value(const Value& value, const Scope* scope) {
  write_value(json_, value, [&](const Value& object) {
    const Value* config = object.find("config");
    if (!scope || !config || object.string_of("class_name") != "__keras_tensor__") return false;
    json_.begin('{');
    json_.field("class_name", "__keras_tensor__");
    json_.key("config");
    tensor(*config, *scope);
    json_.end('}');
    return true;
  });
}

ConfigWriter::Identity ConfigWriter::identity_of(const ModelSpec& spec) {
  const std::string_view module = spec.origin->string_of("module");
  const bool foreign = !module.empty() && !module.starts_with("keras");
  if (foreign || !is_model_class(spec.class_name)) {
    return {std::string(module), spec.class_name, spec.origin->string_of("registered_name", spec.class_name)};
  }
  if (spec.sequential) return {"keras", "Sequential", {}};
  return {"keras.src.models.functional", "Functional", "Functional"};
}

ConfigWriter::Identity ConfigWriter::identity_of(const LayerSpec& spec, const LayerState& state) {
  if (spec.model) return identity_of(*spec.model);
  const std::string_view registered = spec.registered_name.empty() ? spec.class_name : spec.registered_name;
  if (state.op) {
    const bool named = spec.module != kAnyOperation;
    return {std::string(spec.module) + std::string(named ? "" : state.op->module), spec.class_name, registered};
  }
  const std::string_view module = spec.origin->string_of("module");
  // A custom class has no module, and is found by the name that it is registered under.
  if (!state.entry || spec.custom) return {std::string(module), spec.class_name, registered};
  if (module.starts_with("keras") && !old_) return {std::string(module), spec.class_name, spec.registered_name};
  if (state.entry->family != Family::Legacy) return {std::string(state.entry->module), state.entry->name, {}};
  if (!is_one_of(state.entry->name, kLegacy)) refuse(spec, nullptr, "can't be converted: Keras 3 has no such layer");
  return {"keras._legacy.layers", state.entry->name, {}};
}

void ConfigWriter::begin(const Identity& identity) {
  json_.begin('{');
  identity.module.empty() ? json_.null_field("module") : json_.field("module", identity.module);
  json_.field("class_name", identity.class_name);
  json_.key("config");
}

void ConfigWriter::end_config(const Identity& identity) {
  const std::string_view name = identity.registered_name;
  name.empty() ? json_.null_field("registered_name") : json_.field("registered_name", name);
}

// Writes the rest of what stands beside a layer's or model's configuration.
void ConfigWriter::members(const Value& origin, const Scope* scope) {
  for (const Member& member : origin.members()) {
    if (is_one_of(member.key, "module|class_name|registered_name|config|compile_config|name|keras_version|backend"))
      continue;
    json_.key(member.key);
    value(member.value, scope);
  }
}

void ConfigWriter::object(const LayerSpec& spec, const LayerState& state, const Outer& outer) {
  if (old_ && spec.name.find('/') != std::string_view::npos) {
    refuse(spec, nullptr, "can't be converted: Keras 3 refuses a '/' in a name");
  }
  const Identity identity = identity_of(spec, state);
  begin(identity);
  state.model ? model_config(*state.model, outer) : layer_config(spec, state, outer.scope);
  end_config(identity);
  const bool in_graph = outer.scope && !outer.sequential;
  if (in_graph) json_.field("name", spec.key);
  if (old_ && state.op && outer.scope) {
    operation_calls(spec, *state.op, *outer.scope);
  } else {
    members(*spec.origin, outer.scope);
    if (in_graph && !spec.origin->find("inbound_nodes")) {
      json_.key("inbound_nodes");
      json_.begin('[');
      json_.end(']');
    }
  }
  json_.end('}');
}

void ConfigWriter::layers(const Scope& scope, bool sequential) {
  const auto& specs = scope.state.graph->spec->layers;
  // A Sequential without an InputLayer gets one in front of the listed layers.
  const size_t first = scope.state.graph->implicit_input ? 1 : 0;
  json_.begin('[');
  for (size_t i = 0; i < specs.size(); ++i) {
    json_.item();
    object(specs[i], scope.state.layers[first + i], {&scope, sequential});
  }
  json_.end(']');
}

// Writes the inputs or outputs of a Functional. `single`: Keras takes a list of one for a list, which the next layer of
// a Sequential can't be called on.
void ConfigWriter::ends(const Value& places, bool single) {
  const bool list_of_one = places.items().size() == 1 && is_place(places.items()[0]);
  write_value(json_, single && list_of_one ? places.items()[0] : places);
}

void ConfigWriter::model_config(const ModelState& state, const Outer& outer) {
  const ModelSpec& spec = *state.graph->spec;
  Scope scope{state, {}};
  for (uint32_t i = 0; i < state.layers.size(); ++i) scope.names.emplace(state.layers[i].name, i);
  for (uint32_t i = 0; i < spec.layers.size(); ++i) {
    scope.names.emplace(spec.layers[i].key, i + (state.graph->implicit_input ? 1 : 0));
  }
  const size_t before = path_.size();
  if (outer.scope) path_.append(spec.name).append("/");
  json_.begin('{');
  if (!spec.origin->find("config")->find("name")) json_.field("name", spec.name);
  for (const Member& member : spec.origin->find("config")->members()) {
    json_.key(member.key);
    if (member.key == "name") {
      json_.string(spec.name);
    } else if (member.key == "layers") {
      layers(scope, spec.sequential);
    } else if (is_one_of(member.key, "input_layers|output_layers")) {
      ends(member.value, outer.sequential);
    } else if (old_ && member.key == "trainable") {
      json_.boolean(state.trainable);
    } else {
      write_value(json_, member.value);
    }
  }
  json_.end('}');
  path_.resize(before);
}

void ConfigWriter::layer_argument(const Value& value, const LayerState& state) {
  const LayerState* made = layer_made_from(value, state);
  made ? object(*made->argument_spec, *made, {nullptr}) : write_value(json_, value);
}

void ConfigWriter::argument(const Arg& arg, const Value& value, const LayerSpec& spec, const LayerState& state) {
  if (arg.kind == Kind::Layer) return layer_argument(value, state);
  if (arg.kind == Kind::Layers) {
    json_.begin('[');
    for (const Value& item : value.items()) {
      json_.item();
      layer_argument(item, state);
    }
    return json_.end(']');
  }
  if (!old_) return write_value(json_, value);
  const bool code = spec.class_name == "Lambda" && is_one_of(arg.name, "function|output_shape");
  const std::string problem = code ? write_function(json_, value) : write_old_argument(json_, arg, value);
  if (!problem.empty()) refuse(spec, &value, fmt::format("can't be converted: argument '{}': {}", arg.name, problem));
}

// Returns true for an argument of an older version that has no meaning in Keras 3, or another one.
bool ConfigWriter::is_left_out(const LayerSpec& spec, const Member& member) const {
  // Before TensorFlow's Keras, the 'dtype' of a layer was that of its input.
  if (member.key == "dtype") return !writer_.tensorflow && spec.class_name != "InputLayer";
  return member.key == "trainable" && spec.class_name.starts_with("SpatialDropout");
}

void ConfigWriter::layer_config(const LayerSpec& spec, const LayerState& state, const Scope* scope) {
  if (old_ && state.op) return operation_config(spec, *state.op);
  const bool listed = state.entry && !spec.custom;
  json_.begin('{');
  if (!spec.config->find("name")) json_.field("name", spec.name);
  for (const Member& member : spec.config->members()) {
    if (member.key == "name") {
      json_.field("name", spec.name);
      continue;
    }
    if (old_ && is_left_out(spec, member)) continue;
    const Arg* arg = listed ? find_arg(state.entry->args, member.key) : nullptr;
    if (listed && !arg) arg = find_arg(common_args(), member.key);
    // Keras refuses an argument that it doesn't know.
    if (listed && !arg) {
      if (old_ && !member.value.is_null()) {
        refuse(spec, &member.value, fmt::format("can't be converted: in Keras 3, it has no argument '{}'", member.key));
      }
      continue;
    }
    json_.key(member.key);
    arg ? argument(*arg, member.value, spec, state) : value(member.value, scope);
  }
  json_.end('}');
}

void ConfigWriter::write(const ModelState& state, const Value* training) {
  const ModelSpec& spec = *state.graph->spec;
  const Identity identity = identity_of(spec);
  begin(identity);
  model_config(state, {nullptr});
  end_config(identity);
  members(*spec.origin, nullptr);
  if (spec.compile_config) {
    json_.key("compile_config");
    old_ ? write_old_compile(json_, *spec.compile_config) : write_value(json_, *spec.compile_config);
  } else if (training) {
    json_.key("compile_config");
    old_ ? write_old_compile(json_, *training) : write_training(json_, *training);
  }
  json_.end('}');
}

}  // namespace nnsummary
