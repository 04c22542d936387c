#include "infer/walk.h"

#include <fmt/format.h>

#include <algorithm>

#include "infer/frame.h"
#include "infer/model_walk.h"

namespace nnsummary {
namespace {

// A build_config has one shape, {"input_shape": …}, or several by name, {"shapes_dict": {"query_shape": …, …}}.
bool is_shape(const Value& value) {
  const auto is_dim = [](const Value& item) { return item.is_int() || item.is_null(); };
  return value.is_list() && std::all_of(value.items().begin(), value.items().end(), is_dim);
}

Structure<Tensor> shape_structure(const Value& value, DType dtype) {
  if (const auto shape = read_shape(value)) return Tensor{*shape, dtype};
  Structure<Tensor> result(Structure<Tensor>::Kind::List, {});
  if (value.is_list()) {
    for (const Value& item : value.items()) result.items.push_back(shape_structure(item, dtype));
  } else if (!value.is_object()) {
    throw LayerError{fmt::format("'build_config': expected a shape, found {}", describe(value)), &value};
  } else {
    result.kind = Structure<Tensor>::Kind::Dict;
    for (const Member& member : value.members()) {
      result.keys.emplace_back(member.key);
      result.items.push_back(shape_structure(member.value, dtype));
    }
  }
  return result;
}

BoundArguments build_arguments(const Value& build_config, const LayerState& layer) {
  BoundArguments result;
  const Value* single = build_config.find("input_shape");
  if (single && !single->is_null()) {
    const auto& call_args = layer.entry->call_args;
    result.push_back(
        {call_args.empty() ? "inputs" : call_args[0].name, shape_structure(*single, layer.policy.compute)});
  }
  const Value* several = build_config.find("shapes_dict");
  if (!several || !several->is_object()) return result;
  for (const CallArg& arg : layer.entry->call_args) {
    const Value* shape = several->find(fmt::format("{}_shape", arg.name));
    if (shape && !shape->is_null()) result.push_back({arg.name, shape_structure(*shape, layer.policy.compute)});
  }
  return result;
}

bool is_unknown(const Structure<Tensor>& structure) {
  if (structure.kind == Structure<Tensor>::Kind::Leaf) return !structure.leaf.shape.is_known();
  return std::any_of(structure.items.begin(), structure.items.end(), is_unknown);
}

// Extends the path prefix by a model's name while it exists.
class PathScope {
 public:
  PathScope(std::string& path, std::string_view name) : path_(path), outer_(path.size()) {
    path_.append(name).append("/");
  }
  PathScope(const PathScope&) = delete;
  PathScope& operator=(const PathScope&) = delete;
  ~PathScope() { path_.resize(outer_); }

 private:
  std::string& path_;
  size_t outer_;
};

}  // namespace

std::optional<Shape> read_shape(const Value& value) {
  if (!is_shape(value)) return std::nullopt;
  std::vector<Dim> dims;
  for (const Value& item : value.items()) dims.push_back(item.is_int() ? Dim(item.integer()) : Dim());
  return Shape(std::move(dims));
}

void Walk::error(const Value* where, const LayerState& layer, std::string message, std::string_view code) {
  const std::string path = prefix_ + layer.name;
  report_.error(where ? where : layer.origin, {layer.name, layer.class_name, path}, std::move(message), code);
}

void Walk::refuse_work(const LayerState& layer) {
  Report report(report_.document());
  report.error(
      layer.origin, {layer.name, layer.class_name, prefix_ + layer.name},
      "the file makes more calls of layers, and more tensors, than a model of its size needs; " + work_.advice(),
      "limit");
  throw ModelError(report.diagnostics());
}

void Walk::fill_common(LayerState& layer, const Value& config) {
  const Value* trainable = config.find("trainable");
  layer.trainable = !trainable || !trainable->is_bool() || trainable->boolean();
  const Value* dtype = config.find("dtype");
  if (const auto policy = read_policy(dtype)) {
    layer.policy = *policy;
  } else {
    error(dtype, layer,
          fmt::format("argument 'dtype': expected a dtype or a dtype policy, found {}", describe(*dtype)));
  }
  // The layer's own 4-bit quantization settings take precedence over its policy. From
  // keras/src/quantizers/quantization_config.py.
  const Value* quantization = config.find("quantization_config");
  const Value* details = quantization ? quantization->find("config") : nullptr;
  const Value* block = details ? details->find("block_size") : nullptr;
  if (block && layer.policy.mode == QuantizationMode::Int4)
    layer.policy.group = block->is_int() ? block->integer().get() : -1;
}

void Walk::fill(LayerState& layer, const LayerSpec& spec, int depth) {
  layer.name = spec.name;
  layer.class_name = spec.class_name;
  layer.printed_class = spec.printed_class;
  layer.origin = spec.origin;
  layer.is_operation = spec.is_operation();
  fill_common(layer, *spec.config);
  if (spec.model) return;
  if (spec.is_operation()) {
    layer.op = find_op(spec.class_name, spec.module.substr(spec.module.rfind('.') + 1));
    layer.args = Arguments({}, *spec.config);
    layer.built = true;
    if (layer.op && !report_.has_errors()) check_operation(layer, *spec.config);
    return;
  }
  layer.entry = find_layer(spec.class_name, spec.module);
  // In a file of Keras 3, the name of a removed class is that of a custom class.
  const bool is_gone = layer.entry && layer.entry->family == Family::Legacy;
  if (is_gone && options_.writer.era == Era::Keras3 && !is_legacy_module(spec.module)) layer.entry = nullptr;
  if (spec.custom) return fill_custom(layer, *spec.custom);
  if (!layer.entry) {
    layer.args = Arguments({}, *spec.config);
    return;
  }
  if (!layer.entry->printed.empty()) {
    layer.class_name = layer.entry->printed;
    if (options_.writer.era == Era::Keras3) layer.printed_class = layer.class_name;
  }
  layer.args = Arguments(layer.entry->args, *spec.config);
  layer.built = layer.entry->build == Build::OnCreation;
  const size_t errors = report_.errors();
  check_arguments(*layer.entry, *spec.config, spec.name, options_.writer.era != Era::Keras3, report_);
  layer.refused = report_.errors() > errors;
  if (layer.refused) return;
  if (layer.entry->check) {
    try {
      layer.entry->check(layer.args);
    } catch (const LayerError& error) {
      this->error(error.where, layer, error.message);
    }
  }
  create_sublayers(layer, depth);
  layer.refused = report_.errors() > errors;
  if (layer.refused) return;
  if (spec.build_config && !layer.built) build_from_config(layer, *spec.build_config, depth);
}

void Walk::fill_custom(LayerState& layer, const Value& custom) {
  layer.entry = &custom_layer();
  layer.args = Arguments(layer.entry->args, custom);
  layer.uncounted = layer.args.is_null("params");
}

void Walk::check_operation(LayerState& layer, const Value& config) {
  for (const OpArg arg : layer.op->args) {
    if (arg.type != OpArg::Type::Required || config.find(arg.name)) continue;
    error(&config, layer, fmt::format("needs the argument '{}'", arg.name));
    layer.refused = true;
  }
}

// Layers that are arguments of another layer are created before it is, and may be built.
void Walk::create_sublayers(LayerState& layer, int depth) {
  const auto holds_layers = [](const Arg& arg) { return arg.kind == Kind::Layer || arg.kind == Kind::Layers; };
  if (std::none_of(layer.entry->args.begin(), layer.entry->args.end(), holds_layers)) return;
  const BoundArguments none;
  Frame frame{*this, layer, none, true, depth, true};
  Call call(frame);
  try {
    layer.entry->run(call);
  } catch (const LayerError& error) {
    this->error(error.where, layer, error.message);
  } catch (const UnknownResult&) {
    // Expected: the entry stops at the first use of its inputs.
  }
}

// Errors are only stored: a call of the layer reports them again.
void Walk::build_from_config(LayerState& layer, const Value& build_config, int depth) {
  if (report_.has_errors()) return;
  Macs macs;
  try {
    BoundArguments arguments = build_arguments(build_config, layer);
    if (arguments.empty()) return;
    Structure<Tensor> result = run(layer, std::move(arguments), macs, depth);
    if (!layer.lists_sublayers) layer.built_as = std::move(result);
  } catch (const LayerError& error) {
    layer.build_error = error;
    layer.weights.clear();
    layer.pins.clear();
  } catch (const UnknownResult&) {
    layer.built = true;
  }
  for (Child& child : layer.children) clear_macs(*child.layer);  // building isn't a call
}

std::unique_ptr<LayerState> Walk::create_sublayer(const Value& config, std::string_view rename, int depth) {
  if (depth > kDeepestNesting)
    throw LayerError{fmt::format("layers are nested deeper than {} levels", kDeepestNesting)};
  const size_t errors = report_.errors();
  auto spec = std::make_unique<LayerSpec>(read_layer_spec(config, options_.writer, report_, depth));
  auto layer = std::make_unique<LayerState>();
  spend(kLayerSteps, *layer);
  fill(*layer, *spec, depth);
  if (spec->model) layer->model = model(build_graph(spec->model, report_), depth);
  if (!rename.empty()) layer->name = rename;
  layer->argument_spec = std::move(spec);
  layer->refused = layer->refused || report_.errors() > errors;
  return layer;
}

Structure<Tensor> Walk::run(LayerState& layer, BoundArguments&& arguments, Macs& macs, int depth) {
  Frame frame{*this, layer, arguments, !layer.built, depth};
  Call call(frame);
  if (layer.entry) {
    layer.entry->run(call);
  } else {
    layer.op->run(call);
  }
  declare_lora(frame);
  layer.built = true;
  macs.add(frame.macs);
  if (options_.record_inputs) {
    layer.last_inputs.clear();
    for (const BoundArgument& argument : arguments) {
      if (argument.tensors) layer.last_inputs.push_back(*argument.tensors);
    }
  }
  if (!frame.result) {
    layer.lacks_output_shape = true;
    throw UnknownResult{};
  }
  return std::move(*frame.result);
}

Structure<Tensor> Walk::call(LayerState& layer, BoundArguments&& arguments, Macs& macs, int depth) {
  const bool unknown = std::any_of(arguments.begin(), arguments.end(), [](const BoundArgument& argument) {
    return argument.tensors && is_unknown(*argument.tensors);
  });
  if (unknown || layer.refused || !layer.can_be_called()) {
    macs.add_unknown();
    throw UnknownResult{};
  }
  if (layer.model) {
    const PathScope scope(prefix_, layer.name);
    if (options_.reshapes_models) reshape(layer, arguments, depth);
    Structure<Tensor> result = call_model(*layer.model, layer.name, arguments, macs, depth);
    layer.built = layer.model->built;
    return result;
  }
  return run(layer, std::move(arguments), macs, depth);
}

// Makes a nested model for the shapes that it is called on if its own don't fit them.
void Walk::reshape(LayerState& layer, const BoundArguments& arguments, int depth) {
  if (!layer.model->built || arguments.empty() || !arguments.front().tensors) return;
  const auto inputs = ModelWalk(*this, *layer.model, depth).other_inputs(*arguments.front().tensors);
  if (!inputs) return;
  const std::unique_ptr<ModelState> before = std::move(layer.model);
  layer.model = model(before->graph, depth + 1, &*inputs);
  add_macs(*before, *layer.model);
}

std::unique_ptr<ModelState> Walk::model(std::shared_ptr<const Graph> graph, int depth,
                                        const std::vector<Tensor>* inputs) {
  auto state = std::make_unique<ModelState>();
  state->graph = std::move(graph);
  // Before Keras 3, a model's own `trainable` was saved but not loaded; only its layers' flags counted.
  state->trainable = state->graph->spec->trainable || options_.writer.era != Era::Keras3;
  const auto& operations = state->graph->operations;
  state->layers.resize(operations.size());
  for (size_t i = 0; i < operations.size(); ++i) {
    if (!operations[i].spec) continue;
    LayerState& layer = state->layers[i];
    fill(layer, *operations[i].spec, depth);
    if (operations[i].model) {
      const PathScope scope(prefix_, layer.name);
      layer.model = model(operations[i].model, depth + 1);
      layer.built = layer.model->built;
    }
  }
  ModelWalk(*this, *state, depth).construct(inputs);
  // The multiply-adds of a nested model are counted when it is called.
  if (depth > 0) clear_macs(*state);
  return state;
}

Structure<Tensor> Walk::call_model(ModelState& model, std::string_view name, const BoundArguments& arguments,
                                   Macs& macs, int depth) {
  if (arguments.empty() || !arguments.front().tensors) throw LayerError{"expected to be called on a tensor"};
  return ModelWalk(*this, model, depth).call(*arguments.front().tensors, name, macs);
}

}  // namespace nnsummary
