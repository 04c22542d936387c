// The table that TensorFlow.js prints, by the rules of layer_utils in tfjs-layers 4.22.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "render/row_layout.h"
#include "render/styles.h"

namespace nnsummary {
namespace {

// A shape, or several, as JSON.
std::string shape_json(const Shape& shape) {
  if (!shape.is_known()) return "?";
  std::string result;
  for (const Dim dim : shape) {
    result += result.empty() ? "[" : ",";
    result += dim.known() ? fmt::format_int(dim.value()).str() : "null";
  }
  return result.empty() ? "[]" : result + "]";
}

std::string shapes_json(const std::vector<Shape>& shapes) {
  std::string result = "[";
  for (const Shape& shape : shapes) result += (result.size() > 1 ? "," : "") + shape_json(shape);
  return result + "]";
}

void append_leaves(const Structure<Shape>& structure, std::vector<Shape>& out) {
  if (structure.kind == Structure<Shape>::Kind::Leaf) out.push_back(structure.leaf);
  for (const Structure<Shape>& item : structure.items) append_leaves(item, out);
}

// What its calls returned, those of which it is known.
std::string output_text(const LayerSummary& layer) {
  std::vector<std::string> calls;
  for (const Structure<Shape>& call : layer.call_outputs) {
    std::vector<Shape> shapes;
    append_leaves(call, shapes);
    if (!std::all_of(shapes.begin(), shapes.end(), [](const Shape& shape) { return shape.is_known(); })) continue;
    calls.push_back(shapes.size() == 1 ? shape_json(shapes[0]) : shapes_json(shapes));
  }
  if (calls.empty()) return "?";
  const bool same = std::all_of(calls.begin(), calls.end(), [&](const std::string& call) { return call == calls[0]; });
  return same ? calls[0] : "multiple";
}

// What every call of the layer was made on.
std::string inputs_text(const LayerSummary& layer) {
  std::string result;
  for (const std::vector<Shape>& call : layer.call_inputs) result += (result.empty() ? "" : ",") + shapes_json(call);
  return result;
}

class Renderer {
 public:
  Renderer(const Summary& summary, const TextOptions& options, std::string& out)
      : summary_(summary), options_(options), out_(out), connected_(summary.branching.any()) {}

  void render();

 private:
  void check_options() const;
  std::vector<int64_t> positions() const;
  void rule(char character) { out_.append(static_cast<size_t>(length_), character).push_back('\n'); }
  void layer(render::RowLayout& layout, const LayerSummary& layer);

  const Summary& summary_;
  const TextOptions& options_;
  std::string& out_;
  bool connected_;  // there is a column "Receives inputs"
  int64_t length_ = 0;
};

void Renderer::check_options() const {
  if (!options_.expand_nested && !options_.show_trainable && options_.last_layer == SIZE_MAX) return;
  throw OptionError(
      "the style tfjs has no --expand-nested, --show-trainable and --layer-range: TensorFlow.js has none of them");
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

void Renderer::layer(render::RowLayout& layout, const LayerSummary& layer) {
  std::vector<std::string> cells = {fmt::format("{} ({})", layer.name, layer.written_class), inputs_text(layer),
                                    output_text(layer), layer.params ? to_text(*layer.params, false) : "?"};
  if (!connected_) return layout.row(cells);
  std::vector<std::string> sources;
  for (const Connection& from : layer.connected_to) {
    // A model counts its own construction among its calls.
    sources.push_back(fmt::format("{}[{}][{}]", from.layer, from.node_index + from.of_model, from.tensor_index));
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
  render::RowLayout layout(RowRule::Spaced, positions(), out_);
  std::vector<std::string> header = {"Layer (type)", "Input Shape", "Output shape", "Param #"};
  if (connected_) header.emplace_back("Receives inputs");
  rule('_');
  layout.row(header);
  rule('=');
  for (const LayerSummary& row : summary_.layers) {
    layer(layout, row);
    rule(&row == &summary_.layers.back() ? '=' : '_');
  }
  const Totals& totals = summary_.totals;
  const auto total = [&](std::string_view label, Count count, bool whole) {
    out_ += fmt::format("{} params: {}{}\n", label, whole ? "" : "≥ ", to_text(count, false));
  };
  total("Total", totals.params(), totals.complete);
  total("Trainable", totals.trainable, totals.all_decided());
  total("Non-trainable", totals.non_trainable, totals.all_decided());
  rule('_');
}

}  // namespace

void render_tfjs(const Summary& summary, const TextOptions& options, std::string& out) {
  Renderer(summary, options, out).render();
}

}  // namespace nnsummary
