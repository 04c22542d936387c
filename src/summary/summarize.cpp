#include <fmt/format.h>

#include <algorithm>

#include "base/expr.h"
#include "base/structures.h"
#include "infer/walk.h"
#include "spec/dialects.h"
#include "summary/compiled.h"
#include "summary/contents.h"
#include "summary/rows.h"
#include "summary/stored_summary.h"

namespace nnsummary {
namespace {

constexpr std::string_view kUncounted =
    "its output shapes and parameters aren't known, and totals are incomplete; a .keras or .h5 file of the model would "
    "give the parameters";
constexpr std::string_view kUncountedInSpec =
    "its output shapes and parameters aren't known, and totals are incomplete; give it an 'output_shape' and 'params'";
constexpr std::string_view kUndecided =
    "its parameters and output shapes are those stored in the file, as far as it has them; it isn't known which "
    "parameters "
    "are trained";
constexpr std::string_view kDecided =
    "its parameters and output shapes are those stored in the file, as far as it has them";

std::string_view what_is_known(const Totals& totals, bool in_spec) {
  if (totals.lower_bound) return in_spec ? kUncountedInSpec : kUncounted;
  return totals.decided() ? kDecided : kUndecided;
}

std::string joined(const std::vector<std::string>& names) {
  std::string result;
  for (const std::string& name : names) result += (result.empty() ? "" : ", ") + name;
  return result;
}

// Returns the batch size of the first input with a known shape.
Dim batch_of(const ModelState& model) {
  for (const TensorRef input : model.graph->inputs) {
    const auto& calls = model.layers[input.operation].calls;
    if (!calls.empty() && calls[0].tensors[0].shape.rank() > 0) return calls[0].tensors[0].shape.first().plain();
  }
  return {};
}

// Divides the multiply-adds of a fixed batch by its size.
void divide_macs(std::vector<LayerSummary>& layers, int64_t batch) {
  for (LayerSummary& layer : layers) {
    divide_macs(layer.layers, batch);
    divide_macs(layer.wrapped, batch);
    if (layer.macs) layer.macs = layer.macs->divided_by(static_cast<uint64_t>(batch));
    Formula& formula = layer.macs_formula;
    if (!formula.terms.empty()) {
      formula = {fmt::format("({}) // batch", formula.terms), fmt::format("({}) // {}", formula.numbers, batch)};
    }
  }
}

// Warns of layers that the file lists and Keras leaves out.
void warn_of_dead_layers(const Graph& graph, Report& report) {
  if (graph.spec->sequential) return;
  for (const Operation& operation : graph.operations) {
    const bool in_graph =
        std::any_of(operation.nodes.begin(), operation.nodes.end(), [](const Node& node) { return node.in_graph; });
    if (in_graph || !operation.spec) continue;
    // An operation that computes a mask isn't in the file.
    const Value* original = report.document().original(operation.spec->origin);
    if (operation.spec->is_operation() && report.document().at(Severity::Warning, original, "").pointer.empty())
      continue;
    report.warn(operation.spec->origin, {operation.spec->name, operation.spec->class_name}, "dead",
                "no output of the model depends on it, and Keras leaves it out");
  }
}

void check_overflow(const Summary& summary, Report& report) {
  const Totals& totals = summary.totals;
  const Count all = totals.params() + totals.bits() + totals.optimizer.value_or(0) + totals.optimizer_bits;
  if (!all.overflowed()) return;
  report.error(nullptr, {summary.name, summary.keras3_class},
               "the model and its optimizer have more than 2^128 parameters or bits", "limit");
}

Summary summarize_graph(const Model& model, const SummarizeOptions& options) {
  const Model::Contents& contents = model.contents();
  const Extras extras = options.extras | Extras();
  Report report = contents.report;
  ExprPool expressions;
  WalkOptions walking{.expressions = extras.formulas ? &expressions : nullptr,
                      .record_inputs = extras.calls,
                      .writer = contents.spec->writer,
                      .reshapes_models = contents.spec->has_other_inputs,
                      .work = contents.work};
  const auto state = Walk(report, walking).model(contents.graph);
  report.throw_errors();

  std::unique_ptr<ModelState> counted;
  Report ignored(contents.document());
  walking.count_macs = true;
  if (extras.macs) counted = Walk(ignored, walking).model(contents.graph);

  Summary result;
  result.keras = model.keras();
  result.extras = extras;
  RowBuilder rows(extras, contents.file, report, result);
  rows.add_model(*state, counted.get());
  std::vector<std::string> unknown = rows.unknown_classes();
  const std::string optimizer = add_compiled(*contents.spec, contents.file, rows.trained(), result, report);
  if (!optimizer.empty()) unknown.push_back(optimizer);
  if (counted) {
    const Dim batch = batch_of(*state);
    if (batch.known() && batch.value() > 1) divide_macs(result.layers, batch.value().get());
    result.macs = sum_of(result.layers, &LayerSummary::macs);
  }
  check_overflow(result, report);
  if (!unknown.empty()) {
    report.warn(nullptr, {}, "unknown-class",
                fmt::format("Keras 3 has no class {}: {}", joined(unknown),
                            what_is_known(result.totals, contents.spec->dialect == kConciseSpec)));
  }
  warn_of_dead_layers(*contents.graph, report);
  const Totals& totals = result.totals;
  result.complete = result.complete && totals.counted && totals.decided() && totals.optimizer_known;
  if (options.strict) report.throw_warnings();
  report.throw_errors();
  result.warnings = report.diagnostics();
  return result;
}

}  // namespace

Summary summarize(const Model& model, const SummarizeOptions& options) {
  const Model::Contents& contents = model.contents();
  if (!contents.graph) return summarize_stored(contents, options);
  return refusing_errors(contents.document(), [&] { return summarize_graph(model, options); });
}

}  // namespace nnsummary
