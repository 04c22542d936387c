#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/expr.h"
#include "base/structures.h"
#include "infer/walk.h"
#include "summary/calls.h"
#include "summary/compiled.h"
#include "summary/contents.h"
#include "summary/stored_layers.h"
#include "summary/stored_summary.h"

namespace nnsummary {
namespace {

Count size_of(const WeightState& weight) {
  Count result = 1;
  for (const Dim dim : weight.shape) result *= static_cast<uint64_t>(dim.value());
  return result;
}

// Turns what a walk found out into rows. `macs` is the same model from a walk that counts, or null.
class Summarizer {
 public:
  Summarizer(const SummarizeOptions& options, const ModelFile& file, Summary& summary)
      : options_(options), file_(file), summary_(summary) {}

  void model(const ModelState& model, const ModelState* macs);
  const std::vector<std::string>& unknown_classes() const { return unknown_; }
  // Of the unknown classes, in words.
  std::string_view what_is_known() const;
  void optimizer(const ModelState& model, Report& report);
  void check_overflow(Report& report) const;

 private:
  using Shapes = std::vector<std::span<const Dim>>;

  std::vector<LayerSummary> rows(const ModelState& model, const ModelState* macs, StoredLayers stored);
  std::vector<LayerSummary> rows(const std::vector<Child>& children, const LayerState* macs);
  LayerSummary row(const LayerState& layer, const LayerState* macs, const StoredLayer* stored);
  void add_stored(const LayerState& layer, const StoredLayer& stored, LayerSummary& row);
  void add_weights(const LayerState& layer, const std::string& prefix, LayerSummary& row, Shapes& shapes);
  void add_weight(const WeightState& weight, const std::string& prefix, LayerSummary& row, Shapes& shapes);
  void add_macs(const LayerState& layer, LayerSummary& row) const;
  void add_totals(const LayerState& layer, const std::string& path);
  bool all_known(const LayerState& layer) const;
  void note_unknown(const LayerState& layer);

  const SummarizeOptions& options_;
  const ModelFile& file_;
  Summary& summary_;
  bool model_trainable_ = true;
  bool all_counted_ = true;
  std::vector<std::string> unknown_;
  std::vector<TrainedWeight> trained_;
  std::unordered_set<const LayerState*> stored_;  // layers that are counted by what is stored of them
};

bool Summarizer::all_known(const LayerState& layer) const {
  if (!layer.known() && !layer.is_operation) return false;
  const auto child_known = [this](const Child& child) { return all_known(*child.layer); };
  if (!std::all_of(layer.children.begin(), layer.children.end(), child_known)) return false;
  if (layer.model) {
    const std::vector<uint32_t>& rows = layer.model->graph->rows;
    return std::all_of(rows.begin(), rows.end(), [&](uint32_t inner) { return all_known(layer.model->layers[inner]); });
  }
  // A known layer behind an unknown one may have weights that nobody can count yet.
  const bool called = !layer.calls.empty();
  return layer.built || !called;
}

void Summarizer::note_unknown(const LayerState& layer) {
  for (const Child& child : layer.children) note_unknown(*child.layer);
  const bool has_class = !layer.class_name.empty() && !layer.known();
  if (!has_class) return;
  const std::string name(layer.class_name);
  if (std::find(unknown_.begin(), unknown_.end(), name) == unknown_.end()) unknown_.push_back(name);
}

void Summarizer::add_weight(const WeightState& weight, const std::string& prefix, LayerSummary& row, Shapes& shapes) {
  WeightSummary result;
  result.id = weight.id;
  result.path = prefix + weight.name;
  for (const Dim dim : weight.shape) result.shape.push_back(dim.value());
  result.dtype = weight.dtype;
  result.trainable = weight.trainable;
  result.trainable_kind = weight.declared_trainable;
  result.params = size_of(weight);
  if (options_.formulas) {
    result.formula = formula_of(weight.shape.dims());
    shapes.emplace_back(weight.shape.dims());
  }
  row.weights.push_back(std::move(result));
}

// In Keras's order: the layer's own, trainable ones first, then those of its sublayers.
void Summarizer::add_weights(const LayerState& layer, const std::string& prefix, LayerSummary& row, Shapes& shapes) {
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

// `path` is that of what holds the layer, by names.
void Summarizer::add_totals(const LayerState& layer, const std::string& path) {
  if (stored_.contains(&layer)) return;
  Totals& totals = summary_.totals;
  const std::string own = path + layer.name + "/";
  for (const WeightState& weight : layer.weights) {
    const Count size = size_of(weight);
    const bool trainable = weight.trainable && model_trainable_;
    (trainable ? totals.trainable : totals.non_trainable) += size;
    (trainable ? totals.trainable_bits : totals.non_trainable_bits) += size * bits(weight.dtype);
    if (trainable) trained_.push_back({own + weight.name, weight.shape, weight.dtype, weight.overwritten});
  }
  for (const Child& child : layer.children) add_totals(*child.layer, own);
  if (!layer.model) return;
  for (const uint32_t inner : layer.model->graph->rows) add_totals(layer.model->layers[inner], "");
}

Count count_of(const LayerState& layer) {
  Count result;
  for (const WeightState& weight : layer.weights) result += size_of(weight);
  for (const Child& child : layer.children) result += count_of(*child.layer);
  if (layer.model) {
    for (const uint32_t inner : layer.model->graph->rows) result += count_of(layer.model->layers[inner]);
  }
  return result;
}

// Of what every layer has; nothing where one hasn't.
std::optional<Count> sum_of(const std::vector<LayerSummary>& layers, std::optional<Count> LayerSummary::*number) {
  Count result;
  for (const LayerSummary& layer : layers) {
    if (!(layer.*number)) return std::nullopt;
    result += *(layer.*number);
  }
  return result;
}

// Keras shows the last call's tensors as a flat list; without a call, what the layer was built to return, as it is.
std::optional<Structure<Shape>> output_shape(const LayerState& layer) {
  if (!layer.calls.empty()) {
    const std::vector<Tensor>& tensors = layer.calls.back().tensors;
    if (tensors.size() == 1) return Structure<Shape>(tensors.front().shape);
    Structure<Shape> result(Structure<Shape>::Kind::List, {});
    for (const Tensor& tensor : tensors) result.items.emplace_back(tensor.shape);
    return result;
  }
  if (layer.built_as) return shapes_of(*layer.built_as);
  if (!layer.model || !layer.model->built) return std::nullopt;
  Structure<Shape> result(Structure<Shape>::Kind::Tuple, {});
  for (const TensorRef output : layer.model->graph->outputs) {
    const auto& calls = layer.model->layers[output.operation].calls;
    if (output.node >= calls.size() || output.tensor >= calls[output.node].tensors.size()) return std::nullopt;
    result.items.emplace_back(calls[output.node].tensors[output.tensor].shape);
  }
  return result;
}

void Summarizer::add_macs(const LayerState& layer, LayerSummary& row) const {
  row.macs = layer.macs.total();
  if (!row.macs || layer.model || layer.macs.products().empty()) return;
  std::vector<std::span<const Dim>> products;
  for (const std::vector<Dim>& product : layer.macs.products()) products.emplace_back(product);
  row.macs_formula = formula_of(products);
}

// A layer whose class isn't known, or whose input isn't, has the parameters that are stored of it.
void Summarizer::add_stored(const LayerState& layer, const StoredLayer& stored, LayerSummary& row) {
  stored_.insert(&layer);
  const Count params = stored.params();
  row.params = params;
  row.built = true;
  Totals& totals = summary_.totals;
  const bool frozen = !row.trainable || !model_trainable_;
  (frozen ? totals.non_trainable : totals.undecided) += params;
  (frozen ? totals.non_trainable_bits : totals.undecided_bits) += bits_of(stored);
}

LayerSummary Summarizer::row(const LayerState& layer, const LayerState* macs, const StoredLayer* stored) {
  LayerSummary result;
  result.name = layer.name;
  result.class_name = layer.class_name;
  result.written_class = layer.written_class;
  result.is_layer = !layer.is_operation;
  result.known = layer.known();
  result.built = layer.built || !layer.known();
  result.trainable = layer.model ? layer.model->trainable : layer.trainable;
  result.output_shape = output_shape(layer);
  result.is_model = layer.model != nullptr;
  note_unknown(layer);
  Count params = count_of(layer);
  const StoredWeights* weights = file_.stored.get();
  const bool by_object = weights && weights->layout == StoredWeights::Layout::ByObject;
  if (stored) result.stored_bytes = stored->bytes();
  if (layer.model) {
    result.layers = rows(*layer.model, macs ? macs->model.get() : nullptr,
                         by_object ? StoredLayers(weights, stored) : StoredLayers(nullptr));
  }
  if (all_known(layer)) {
    result.params = result.built ? params : Count(0);
  } else if (stored && !(layer.model && by_object)) {
    add_stored(layer, *stored, result);
    params = *result.params;
  } else if (layer.model) {
    result.params = sum_of(result.layers, &LayerSummary::params);
  } else {
    all_counted_ = summary_.totals.complete = false;
  }
  result.has_weights = !(params == Count(0)) || !layer.weights.empty();
  if (options_.calls) result.call_outputs = call_outputs(layer, summary_.origin);
  if (macs) add_macs(*macs, result);
  if (layer.lists_sublayers) result.layers = rows(layer.children, macs);
  if (options_.weights || options_.formulas) {
    Shapes shapes;
    if (stored_.contains(&layer)) {
      result.weights = stored_weights_of(*stored);
    } else {
      add_weights(layer, "", result, shapes);
    }
    if (!shapes.empty() && result.built) result.formula = formula_of(shapes);
    for (const auto& inputs : layer.last_inputs) result.inputs.push_back(inputs);
  }
  return result;
}

std::vector<LayerSummary> Summarizer::rows(const ModelState& model, const ModelState* macs, StoredLayers stored) {
  std::vector<LayerSummary> result;
  result.reserve(model.graph->rows.size() + 1);
  if (options_.calls && has_input_row(*model.graph->spec)) {
    result.push_back(row(model.layers.front(), nullptr, nullptr));
    result.back().call_inputs = call_inputs(model, 0);
  }
  for (const uint32_t operation : model.graph->rows) {
    const LayerState& layer = model.layers[operation];
    const StoredLayer* own = layer.is_operation ? nullptr : stored.next(layer.name, layer.class_name);
    result.push_back(row(layer, macs ? &macs->layers[operation] : nullptr, own));
    result.back().connected_to = connections(model, operation, options_.calls);
    if (options_.calls) result.back().call_inputs = call_inputs(model, operation);
  }
  return result;
}

std::vector<LayerSummary> Summarizer::rows(const std::vector<Child>& children, const LayerState* macs) {
  std::vector<LayerSummary> result;
  for (size_t i = 0; i < children.size(); ++i) {
    result.push_back(row(*children[i].layer, macs ? macs->children[i].layer.get() : nullptr, nullptr));
  }
  return result;
}

void Summarizer::model(const ModelState& model, const ModelState* macs) {
  const ModelSpec& spec = *model.graph->spec;
  summary_.name = spec.name;
  summary_.class_name = spec.class_name;
  summary_.written_class = spec.written_class;
  summary_.built = model.built;
  summary_.branching = model.graph->branching;
  summary_.sequential_like = spec.sequential || !summary_.branching.any();
  model_trainable_ = model.trainable;
  if (file_.stored) summary_.stored_bytes = file_.stored->root.bytes();
  summary_.layers = rows(model, macs, StoredLayers(file_.stored.get()));
  // A layer that no output follows from is none of the model's.
  for (const uint32_t operation : model.graph->rows) add_totals(model.layers[operation], "");
}

void Summarizer::optimizer(const ModelState& model, Report& report) {
  if (!model.built) return;
  const std::string unknown = add_optimizer(*model.graph->spec, file_, trained_, summary_.totals, report);
  if (!unknown.empty()) unknown_.push_back(unknown);
}

constexpr std::string_view kCounted =
    "its parameters are those that the file holds of it; what it computes isn't known";
constexpr std::string_view kUndecided =
    "its parameters are those that the file holds of it; what it computes, and whether they are trained, isn't known";
constexpr std::string_view kUncounted =
    "what it computes and how many parameters it has isn't known, and totals are incomplete; a .keras or .h5 file that "
    "the model is saved in would say how many";

std::string_view Summarizer::what_is_known() const {
  if (!all_counted_) return kUncounted;
  return summary_.totals.undecided == Count(0) ? kCounted : kUndecided;
}

void Summarizer::check_overflow(Report& report) const {
  const Totals& totals = summary_.totals;
  const Count all = totals.params() + totals.bits();
  if (all.overflowed())
    report.error(nullptr, {summary_.name, summary_.class_name}, "the model has more parameters than 2^128 can count");
}

Dim batch_of(const ModelState& model) {
  for (const TensorRef input : model.graph->inputs) {
    const auto& calls = model.layers[input.operation].calls;
    if (!calls.empty() && calls[0].tensors[0].shape.rank() > 0) return calls[0].tensors[0].shape.first().plain();
  }
  return {};
}

// From the multiply-adds of a batch of fixed size to those of one sample.
void divide(std::vector<LayerSummary>& layers, int64_t batch) {
  for (LayerSummary& layer : layers) {
    if (layer.macs) layer.macs = layer.macs->divided_by(static_cast<uint64_t>(batch));
    Formula& formula = layer.macs_formula;
    if (!formula.terms.empty()) {
      formula = {fmt::format("({}) // batch", formula.terms), fmt::format("({}) // {}", formula.numbers, batch)};
    }
    divide(layer.layers, batch);
  }
}

std::string joined(const std::vector<std::string>& names) {
  std::string result;
  for (const std::string& name : names) result += (result.empty() ? "" : ", ") + name;
  return result;
}

}  // namespace

Summary summarize(const Model& model, const SummarizeOptions& options) {
  const Model::Contents& contents = model.contents();
  if (!contents.graph) return summarize_stored(contents, options);
  Report report = contents.report;
  ExprPool expressions;
  const Writer& writer = contents.spec->writer;
  Walk walk(report, {.expressions = options.formulas ? &expressions : nullptr, .writer = writer});
  const auto state = walk.model(contents.graph);
  report.throw_errors();

  std::unique_ptr<ModelState> counted;
  Report ignored(contents.document());
  const WalkOptions counting{
      .expressions = options.formulas ? &expressions : nullptr, .count_macs = true, .writer = writer};
  if (options.macs) counted = Walk(ignored, counting).model(contents.graph);

  Summary result;
  result.origin = model.origin();
  Summarizer summarizer(options, contents.file, result);
  summarizer.model(*state, counted.get());
  summarizer.optimizer(*state, report);
  if (counted) {
    const Dim batch = batch_of(*state);
    if (batch.known() && batch.value() > 1) divide(result.layers, batch.value());
    result.macs = sum_of(result.layers, &LayerSummary::macs);
  }
  summarizer.check_overflow(report);
  if (!summarizer.unknown_classes().empty()) {
    report.warn(nullptr, {}, "unknown-class",
                fmt::format("no class of Keras 3 is called {}: {}", joined(summarizer.unknown_classes()),
                            summarizer.what_is_known()));
  }
  if (options.strict && !report.diagnostics().empty()) throw ModelError(report.diagnostics());
  report.throw_errors();
  result.warnings = report.diagnostics();
  return result;
}

}  // namespace nnsummary
