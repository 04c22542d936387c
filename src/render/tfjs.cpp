// The table that TensorFlow.js prints, by the rules of layer_utils in tfjs-layers 4.22.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/structures.h"
#include "render/row_layout.h"
#include "render/tables.h"

namespace nnsummary::tables {
namespace {

std::string shape_json(const TensorShape& shape) {
  if (!shape.known) return "?";
  std::string result;
  for (const std::optional<int64_t>& size : shape.sizes) {
    result += result.empty() ? "[" : ",";
    result += size ? fmt::format_int(*size).str() : "null";
  }
  return result.empty() ? "[]" : result + "]";
}

std::string shapes_json(const std::vector<TensorShape>& shapes) {
  std::string result = "[";
  for (const TensorShape& shape : shapes) result += (result.size() > 1 ? "," : "") + shape_json(shape);
  return result + "]";
}

// Returns the output shapes of the calls, without unknown ones.
std::string output_text(const LayerSummary& layer, const Style& style) {
  std::vector<std::string> calls;
  for (const Structure<TensorShape>& call : call_outputs(layer, style)) {
    const std::vector<TensorShape> shapes = flatten(call);
    if (!std::all_of(shapes.begin(), shapes.end(), [](const TensorShape& shape) { return shape.known; })) continue;
    calls.push_back(shapes.size() == 1 ? shape_json(shapes[0]) : shapes_json(shapes));
  }
  if (calls.empty()) return "?";
  const bool same = std::all_of(calls.begin(), calls.end(), [&](const std::string& call) { return call == calls[0]; });
  return same ? calls[0] : "multiple";
}

// Returns the input shapes of every call. The construction of a model is its first call.
std::string inputs_text(const LayerSummary& layer) {
  std::vector<std::vector<TensorShape>> calls;
  if (layer.is_model) {
    calls.emplace_back();
    for (const ModelTensor& input : layer.inputs) calls.back().push_back(input.shape);
  }
  for (const CallSummary& call : layer.calls) {
    calls.emplace_back();
    for (const Structure<TensorShape>& input : call.inputs) flatten_into(input, calls.back());
  }
  std::string result;
  for (const auto& shapes : calls) result += (result.empty() ? "" : ",") + shapes_json(shapes);
  return result;
}

class Renderer {
 public:
  Renderer(const Summary& summary, const Style& style, const TextOptions& options, std::string& out)
      : summary_(summary), style_(style), options_(options), out_(out), connected_(summary.branching.any()) {}

  void render();

 private:
  void check_options() const;
  std::vector<int64_t> positions() const;
  void rule(char character) { out_.append(static_cast<size_t>(length_), character).push_back('\n'); }
  void layer(RowLayout& layout, const LayerSummary& layer);

  const Summary& summary_;
  const Style& style_;
  const TextOptions& options_;
  std::string& out_;
  bool connected_;  // the table has a column "Receives inputs"
  int64_t length_ = 0;
};

void Renderer::check_options() const {
  if (!options_.expand_nested && !options_.show_trainable && options_.first_layer == 0 &&
      options_.last_layer == SIZE_MAX)
    return;
  throw OptionError(
      "the style tfjs doesn't support --expand-nested, --show-trainable and --layer-range: TensorFlow.js has no such "
      "options");
}

std::vector<int64_t> Renderer::positions() const {
  std::vector<double> ends = options_.positions;
  if (ends.empty()) ends = connected_ ? std::vector{0.24, 0.48, 0.70, 0.80, 1.0} : std::vector{0.32, 0.61, 0.89, 1.0};
  constexpr double kFarthest = 1e9;
  const double factor = ends.back() <= 1 ? static_cast<double>(length_) : 1;
  std::vector<int64_t> result;
  for (const double end : ends) {
    result.push_back(static_cast<int64_t>(std::floor(std::clamp(end * factor, 0.0, kFarthest))));
  }
  return result;
}

void Renderer::layer(RowLayout& layout, const LayerSummary& layer) {
  std::vector<std::string> cells = {fmt::format("{} ({})", layer.name, layer.class_name), inputs_text(layer),
                                    output_text(layer, style_), layer.params ? to_text(*layer.params, false) : "?"};
  if (!connected_) return layout.row(cells);
  std::vector<std::string> sources;
  for (const Connection& from : layer.connected_to) {
    const int node = from.node_index + (from.of_model && style_.counts_construction ? 1 : 0);
    sources.push_back(fmt::format("{}[{}][{}]", from.layer, node, from.tensor_index));
  }
  cells.push_back(sources.empty() ? "" : sources.front());
  layout.row(cells);
  for (size_t i = 1; i < sources.size(); ++i) layout.row({"", "", "", "", sources[i]});
}

void Renderer::render() {
  check_options();
  constexpr int64_t kLongest = 1'000'000;
  length_ = std::clamp<int64_t>(options_.line_length.value_or(0), 0, kLongest);
  if (length_ == 0) length_ = connected_ ? 115 : 90;
  const Controls controls = options_.escape_controls ? Controls::Escape : Controls::Keep;
  RowLayout layout(style_.rows, positions(), controls, out_);
  std::vector<std::string> header = {"Layer (type)", "Input Shape", "Output shape", "Param #"};
  if (connected_) header.emplace_back("Receives inputs");
  rule('_');
  layout.row(header);
  rule('=');
  if (const auto input = input_row(summary_, style_)) {
    layer(layout, *input);
    rule(summary_.layers.empty() ? '=' : '_');
  }
  for (const LayerSummary& row : summary_.layers) {
    layer(layout, row);
    rule(&row == &summary_.layers.back() ? '=' : '_');
  }
  const Totals& totals = summary_.totals;
  const auto total = [&](std::string_view label, Count count, bool exact) {
    out_ += fmt::format("{} params: {}{}\n", label, exact ? "" : "≥ ", to_text(count, false));
  };
  total("Total", totals.params(), !totals.lower_bound);
  const bool split = !totals.lower_bound && totals.decided();
  total("Trainable", totals.trainable, split);
  total("Non-trainable", totals.non_trainable, split);
  rule('_');
}

}  // namespace

void tfjs_table(const Summary& summary, const Style& style, const TextOptions& options, std::string& out) {
  Renderer(summary, style, options, out).render();
}

}  // namespace nnsummary::tables
