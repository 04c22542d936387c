#include "summary/rows.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/expr.h"
#include "styles/style.h"
#include "summary/arguments.h"
#include "summary/calls.h"
#include "summary/stored_summary.h"

namespace nnsummary {
namespace {

Count count_of(const WeightState& weight) {
  Count result = 1;
  for (const Dim dim : weight.shape) result *= static_cast<uint64_t>(dim.value().get());
  return result;
}

struct Size {
  Count params;
  Count bits;
};

void add_size(const LayerState& layer, Size& size) {
  for (const WeightState& weight : layer.weights) {
    const Count params = count_of(weight);
    size.params += params;
    size.bits += params * bits(weight.dtype);
  }
  for (const Child& child : layer.children) add_size(*child.layer, size);
  if (!layer.model) return;
  for (const uint32_t inner : layer.model->graph->rows) add_size(layer.model->layers[inner], size);
}

// Keras shows the tensors of the last call as a flat list or, if there was no call, the structure that the layer was
// built to return.
std::optional<Structure<TensorShape>> output_shape(const LayerState& layer) {
  using Shapes = Structure<TensorShape>;
  if (!layer.calls.empty()) {
    const std::vector<Tensor>& tensors = layer.calls.back().tensors;
    if (tensors.size() == 1) return Shapes(plain(tensors.front().shape));
    Shapes result(Shapes::Kind::List, {});
    for (const Tensor& tensor : tensors) result.items.emplace_back(plain(tensor.shape));
    return result;
  }
  if (layer.built_as) return plain(*layer.built_as);
  if (!layer.model || !layer.model->built) return std::nullopt;
  Shapes result(Shapes::Kind::Tuple, {});
  for (const TensorRef output : layer.model->graph->outputs) {
    const auto& calls = layer.model->layers[output.operation].calls;
    if (output.node >= calls.size() || output.tensor >= calls[output.node].tensors.size()) return std::nullopt;
    result.items.emplace_back(plain(calls[output.node].tensors[output.tensor].shape));
  }
  return result;
}

bool is_known(const Structure<TensorShape>& shapes) {
  if (shapes.kind == Structure<TensorShape>::Kind::Leaf) return shapes.leaf.known;
  return std::all_of(shapes.items.begin(), shapes.items.end(), is_known);
}

// Returns true if the layer, or a layer in it, was called on known shapes and returned unknown ones.
bool lacks_output_shape(const LayerState& layer) {
  return layer.lacks_output_shape || std::any_of(layer.children.begin(), layer.children.end(),
                                                 [](const Child& child) { return lacks_output_shape(*child.layer); });
}

Formula macs_formula(const Macs& macs) {
  std::vector<FormulaTerm> products;
  for (const Macs::Product& product : macs.products()) products.emplace_back(product.factors, product.times);
  return products.empty() ? Formula() : formula_of(products);
}

}  // namespace

std::optional<Count> sum_of(const std::vector<LayerSummary>& layers, std::optional<Count> LayerSummary::*number) {
  Count result;
  for (const LayerSummary& layer : layers) {
    if (!(layer.*number)) return std::nullopt;
    result += *(layer.*number);
  }
  return result;
}

bool RowBuilder::all_known(const LayerState& layer) const {
  if (!layer.known() && !layer.is_operation) return false;
  const auto child_known = [this](const Child& child) { return all_known(*child.layer); };
  if (!std::all_of(layer.children.begin(), layer.children.end(), child_known)) return false;
  if (layer.model) {
    const std::vector<uint32_t>& rows = layer.model->graph->rows;
    return std::all_of(rows.begin(), rows.end(), [&](uint32_t inner) { return all_known(layer.model->layers[inner]); });
  }
  // A layer that was called without being built has an unknown input, and so unknown weights.
  const bool called = !layer.calls.empty();
  return layer.built || !called;
}

void RowBuilder::add_unknown_class(const LayerState& layer) {
  for (const Child& child : layer.children) add_unknown_class(*child.layer);
  const bool has_class = !layer.class_name.empty() && !layer.known();
  if (!has_class) return;
  const std::string name(layer.class_name);
  if (std::find(unknown_.begin(), unknown_.end(), name) == unknown_.end()) unknown_.push_back(name);
}

void RowBuilder::add_weight(const WeightState& weight, const std::string& prefix, LayerSummary& row, Shapes& shapes) {
  WeightSummary result;
  result.id = weight.id;
  result.path = prefix + weight.name;
  for (const Dim dim : weight.shape) result.shape.push_back(dim.value().get());
  result.dtype = weight.dtype;
  result.trainable = weight.trainable;
  result.declared_trainable = weight.declared_trainable;
  result.params = count_of(weight);
  if (extras_.formulas) {
    result.formula = formula_of(weight.shape.dims());
    shapes.emplace_back(weight.shape.dims());
  }
  row.weights.push_back(std::move(result));
}

// Adds weights in Keras's order: the layer's own, trainable ones first, then those of its sublayers.
void RowBuilder::add_weights(const LayerState& layer, const std::string& prefix, LayerSummary& row, Shapes& shapes) {
  for (const bool trainable : {true, false}) {
    for (const WeightState& weight : layer.weights) {
      if (weight.declared_trainable == trainable) add_weight(weight, prefix, row, shapes);
    }
  }
  for (const Child& child : layer.children) add_weights(*child.layer, prefix + child.attribute + "/", row, shapes);
  if (!layer.model) return;
  for (const uint32_t inner : layer.model->graph->rows) {
    const LayerState& inner_layer = layer.model->layers[inner];
    add_weights(inner_layer, prefix + inner_layer.name + "/", row, shapes);
  }
}

// `path` is the path of the layer's parent.
void RowBuilder::add_totals(const LayerState& layer, const std::string& path) {
  if (stored_.contains(&layer)) return;
  Totals& totals = summary_.totals;
  const std::string own = path + layer.name + "/";
  for (const WeightState& weight : layer.weights) {
    const Count size = count_of(weight);
    const bool trainable = weight.trainable && model_trainable_;
    (trainable ? totals.trainable : totals.non_trainable) += size;
    (trainable ? totals.trainable_bits : totals.non_trainable_bits) += size * bits(weight.dtype);
    if (trainable) trained_.push_back({own + weight.name, weight.shape, weight.dtype, weight.overwritten});
  }
  for (const Child& child : layer.children) add_totals(*child.layer, own);
  if (!layer.model) return;
  for (const uint32_t inner : layer.model->graph->rows) add_totals(layer.model->layers[inner], "");
}

// Adds the stored weights of an unknown class. A weight that looks like a weight of a layer inside it is assumed to be
// the same weight: it is counted once, and the total becomes a lower bound.
void RowBuilder::add_stored(const LayerState& layer, const StoredLayer& group, LayerSummary& row) {
  stored_.insert(&layer);
  bool repeats = false;
  const bool by_object = file_.stored->layout == StoredWeights::Layout::ByObject;
  const StoredLayer stored = by_object ? without_repeats(group, repeats) : group;
  const bool is_certain = !repeats || (layer.entry && layer.entry->stores_kernel_twice);
  if (!is_certain) summary_.totals.lower_bound = true;
  summary_.totals.counted &= is_certain;
  if (extras_.weights) row.weights = stored_weights_of(stored);
  const Count params = stored.params();
  const Count bits = bits_of(stored);
  row.params = params;
  row.bits = bits;
  row.built = true;
  Totals& totals = summary_.totals;
  const bool frozen = !row.trainable || !model_trainable_;
  (frozen ? totals.non_trainable : totals.undecided) += params;
  (frozen ? totals.non_trainable_bits : totals.undecided_bits) += bits;
}

// Adds the layer's parameters. If its class or input isn't known, these are the parameters stored for it.
void RowBuilder::add_params(const LayerState& layer, const StoredLayer* stored, LayerSummary& row) {
  Size size;
  add_size(layer, size);
  row.has_weights = !(size.params == Count(0)) || !layer.weights.empty();
  const StoredWeights* weights = file_.stored.get();
  const bool by_object = weights && weights->layout == StoredWeights::Layout::ByObject;
  Totals& totals = summary_.totals;
  if (all_known(layer)) {
    if (row.built) {
      row.params = size.params;
      row.bits = size.bits;
    } else {
      totals.counted = false;
    }
  } else if (stored && !(layer.model && by_object)) {
    add_stored(layer, *stored, row);
    row.has_weights = !(*row.params == Count(0)) || !layer.weights.empty();
  } else if (layer.model) {
    row.params = sum_of(row.layers, &LayerSummary::params);
    row.bits = sum_of(row.layers, &LayerSummary::bits);
  } else {
    totals.counted = false;
    totals.lower_bound = true;
  }
}

// Warns of a layer that isn't built, or of an unknown output shape, but not of consequences of an earlier warning.
void RowBuilder::warn_of_unknown_parts(const LayerState& layer, const LayerSummary& row, bool reported) {
  if (!row.output_shape || !is_known(*row.output_shape)) summary_.complete = false;
  const bool follows = !layer.calls.empty() && (!unknown_.empty() || has_warned_);
  if (reported || (follows && !row.built)) return;
  const Subject subject(row.name, row.keras3_class, row.path);
  if (!row.built) {
    has_warned_ = true;
    report_.warn(
        layer.origin, subject, "unbuilt",
        "isn't built, since the shape of its input isn't known; give the shape with --input, or as 'input:' in a "
        "spec");
  } else if (row.output_shape && !is_known(*row.output_shape) && lacks_output_shape(layer)) {
    has_warned_ = true;
    report_.warn(layer.origin, subject, "unknown-shape",
                 "its output shape isn't known, since its function isn't; give the layer an 'output_shape'");
  }
}

void RowBuilder::add_extras(const LayerState& layer, LayerSummary& row) {
  if (extras_.arguments) row.arguments = arguments_of(layer);
  if (!extras_.weights && !extras_.formulas) return;
  Shapes shapes;
  if (row.params && !stored_.contains(&layer)) {
    add_weights(layer, "", row, shapes);
  }
  if (!shapes.empty()) row.formula = formula_of(shapes);
}

LayerSummary RowBuilder::row(const LayerState& layer, const LayerState* macs, const StoredLayer* stored,
                             const Position& position) {
  LayerSummary result;
  result.name = layer.name;
  result.path = position.prefix + layer.name;
  result.class_name = layer.printed_class.empty() ? layer.class_name : layer.printed_class;
  result.keras3_class = layer.class_name;
  result.dtype = to_text(layer.policy);
  result.is_layer = !layer.is_operation;
  result.known = layer.known();
  result.built = layer.built || !layer.known();
  result.trainable = layer.model ? layer.model->trainable : layer.trainable;
  result.output_shape = output_shape(layer);
  result.is_model = layer.model != nullptr;
  add_unknown_class(layer);
  if (stored) result.stored_bytes = stored->bytes();
  const Position inside{result.path + "/", position.reported || !result.built};
  if (layer.model) {
    const StoredWeights* weights = file_.stored.get();
    const bool by_object = weights && weights->layout == StoredWeights::Layout::ByObject;
    result.inputs = inputs_of(*layer.model);
    result.outputs = outputs_of(*layer.model);
    result.layers = rows(*layer.model, macs ? macs->model.get() : nullptr,
                         by_object ? StoredLayers(weights, stored) : StoredLayers(nullptr), inside);
  }
  add_params(layer, stored, result);
  warn_of_unknown_parts(layer, result, position.reported);
  if (macs) result.macs = macs->macs.total();
  if (extras_.formulas && result.macs && !layer.model) result.macs_formula = macs_formula(macs->macs);
  if (layer.lists_sublayers) result.layers = rows(layer.children, macs, inside);
  if (extras_.arguments) result.wrapped = wrapped_rows(layer, macs, inside);
  add_extras(layer, result);
  return result;
}

std::vector<LayerSummary> RowBuilder::rows(const ModelState& model, const ModelState* macs, StoredLayers stored,
                                           const Position& position) {
  std::vector<LayerSummary> result;
  result.reserve(model.graph->rows.size());
  const bool lists_input_shape = style_row_of(summary_.keras).lists_input_shape;
  for (const uint32_t operation : model.graph->rows) {
    const LayerState& layer = model.layers[operation];
    const StoredLayer* own = layer.is_operation ? nullptr : stored.next(layer.name, layer.class_name);
    LayerSummary& added = result.emplace_back(row(layer, macs ? &macs->layers[operation] : nullptr, own, position));
    added.connected_to = connections(model, operation);
    if (extras_.calls) added.calls = calls_of(model, operation);
    if (extras_.arguments && !model.graph->operations[operation].nodes.empty()) {
      add_call_values(layer, model.graph->operations[operation].nodes.front(), added.arguments);
    }
    if (lists_input_shape && added.keras3_class == "InputLayer" && added.output_shape) {
      added.output_shape = {Structure<TensorShape>::Kind::List, {*added.output_shape}};
    }
  }
  return result;
}

std::vector<LayerSummary> RowBuilder::rows(const std::vector<Child>& children, const LayerState* macs,
                                           const Position& position) {
  std::vector<LayerSummary> result;
  for (size_t i = 0; i < children.size(); ++i) {
    result.push_back(row(*children[i].layer, macs ? macs->children[i].layer.get() : nullptr, nullptr, position));
    if (extras_.calls) result.back().calls = last_call_of(*children[i].layer);
  }
  return result;
}

std::vector<LayerSummary> RowBuilder::wrapped_rows(const LayerState& layer, const LayerState* macs,
                                                   const Position& position) {
  std::vector<LayerSummary> result;
  if (layer.lists_sublayers) return result;
  // The wrapper's own row accounts for anything unknown in them.
  const bool complete = summary_.complete;
  const Totals totals = summary_.totals;
  for (size_t i = 0; i < layer.children.size(); ++i) {
    const LayerState& child = *layer.children[i].layer;
    if (!child.argument_spec) continue;
    result.push_back(row(child, macs ? macs->children[i].layer.get() : nullptr, nullptr, {position.prefix, true}));
    if (extras_.calls) result.back().calls = last_call_of(child);
  }
  summary_.complete = complete;
  summary_.totals = totals;
  return result;
}

void RowBuilder::add_model(const ModelState& model, const ModelState* macs) {
  const ModelSpec& spec = *model.graph->spec;
  summary_.name = spec.name;
  summary_.class_name = spec.printed_class;
  summary_.keras3_class = spec.class_name;
  summary_.built = model.built;
  summary_.branching = model.graph->branching;
  summary_.sequential_like = spec.sequential || !summary_.branching.any();
  summary_.inputs = inputs_of(model);
  summary_.outputs = outputs_of(model);
  model_trainable_ = model.trainable;
  if (file_.stored) summary_.stored_bytes = file_.stored->root.bytes();
  if (!model.built) {
    report_.warn(
        nullptr, {spec.name, spec.class_name}, "unbuilt",
        "the model isn't built, since the shape of its input isn't known: Keras counts no parameters; give the "
        "shape with --input, or as 'input:' in a spec");
  }
  summary_.layers = rows(model, macs, StoredLayers(file_.stored.get()), {"", !model.built});
  // A layer that no output depends on doesn't belong to the model.
  for (const uint32_t operation : model.graph->rows) add_totals(model.layers[operation], "");
}

}  // namespace nnsummary
