#include <fmt/format.h>

#include <algorithm>

#include "base/number_text.h"
#include "nnsummary/render.h"
#include "render/table.h"
#include "render/wrap.h"

namespace nnsummary {
namespace {

using render::Column;
using render::Justify;
using Shapes = Structure<Shape>;

// A shape by Keras's own printing of it, which leaves out Python's comma behind a single size.
std::string shape_text(const Shape& shape) {
  if (!shape.is_known()) return "?";
  std::string result = "(";
  for (int i = 0; i < shape.rank(); ++i) {
    if (i > 0) result += ", ";
    result += shape[i].known() ? fmt::format_int(shape[i].value()).str() : "None";
  }
  return result + ")";
}

std::string structure_text(const Shapes& structure) {
  if (structure.kind == Shapes::Kind::Leaf) return shape_text(structure.leaf);
  std::string result;
  for (size_t i = 0; i < structure.items.size(); ++i) {
    if (i > 0) result += ", ";
    if (structure.kind == Shapes::Kind::Dict) result += structure.keys[i] + ": ";
    result += structure_text(structure.items[i]);
  }
  switch (structure.kind) {
    case Shapes::Kind::List: return "[" + result + "]";
    case Shapes::Kind::Dict: return "{" + result + "}";
    default: return "(" + result + (structure.items.size() == 1 ? ",)" : ")");
  }
}

// The one shape of a structure that has but one; null otherwise.
const Shape* only_leaf(const Shapes& structure) {
  if (structure.kind == Shapes::Kind::Leaf) return &structure.leaf;
  return structure.items.size() == 1 ? only_leaf(structure.items.front()) : nullptr;
}

std::string output_text(const LayerSummary& layer) {
  if (!layer.output_shape) return "?";
  const Shape* only = only_leaf(*layer.output_shape);
  return only ? shape_text(*only) : structure_text(*layer.output_shape);
}

std::string params_text(const LayerSummary& layer) {
  if (!layer.built) return "0 (unbuilt)";
  return layer.params ? to_text(*layer.params, true) : "?";
}

std::string connections_text(const LayerSummary& layer) {
  std::string result;
  for (const Connection& from : layer.connected_to) {
    if (!result.empty()) result += ", ";
    result += fmt::format("{}[{}][{}]", from.layer, from.node_index, from.tensor_index);
  }
  return result.empty() ? "-" : result;
}

class Renderer {
 public:
  Renderer(const Summary& summary, const TextOptions& options, std::string& out)
      : summary_(summary), options_(options), out_(out) {}

  void render();

 private:
  int line_length() const;
  std::vector<Column> columns(int length) const;
  void add_rows(render::Table& table, const LayerSummary& layer, int level);
  void add_text(const std::string& text);
  void add_total(std::string_view label, Count count, Count bits);

  bool has_connections() const { return !summary_.sequential_like; }

  const Summary& summary_;
  const TextOptions& options_;
  std::string& out_;
};

int Renderer::line_length() const {
  if (options_.line_length.value_or(0) != 0) {
    constexpr int64_t kLongest = 1'000'000;
    return static_cast<int>(std::clamp<int64_t>(*options_.line_length, 0, kLongest));
  }
  const int widest = (has_connections() ? 108 : 88) + (options_.show_trainable ? 12 : 0);
  return std::min(widest, options_.layout_columns - 4);
}

std::vector<Column> Renderer::columns(int length) const {
  std::vector<Column> result = {
      {"Layer (type)", Justify::Left, 0}, {"Output Shape", Justify::Left, 0}, {"Param #", Justify::Right, 0}};
  if (has_connections()) result.push_back({"Connected to", Justify::Left, 0});
  std::vector<double> positions = options_.positions;
  if (positions.empty())
    positions = has_connections() ? std::vector{0.3, 0.56, 0.74, 1.0} : std::vector{0.45, 0.8, 1.0};
  if (options_.show_trainable) {
    result.push_back({"Trainable", Justify::Center, 0});
    for (double& position : positions) position *= 0.9;
    positions.push_back(1.0);
  }
  int before = 0;
  for (size_t i = 0; i < positions.size(); ++i) {
    constexpr int kNarrowest = 4;
    const int content = static_cast<int>(positions[i] * length) - before;
    if (content < kNarrowest) {
      throw OptionError(
          fmt::format("column {} of the table would be {} cells wide: expected {} or more; make the "
                      "terminal wider, or give --line-length or other --positions",
                      i + 1, content, kNarrowest));
    }
    before += content;
    if (i < result.size()) result[i].content = content;
  }
  if (positions.size() < result.size()) {
    throw OptionError(fmt::format("--positions: expected {} numbers, one a column, found {}",
                                  result.size() - (options_.show_trainable ? 1 : 0), options_.positions.size()));
  }
  return result;
}

void Renderer::add_rows(render::Table& table, const LayerSummary& layer, int level) {
  std::string prefix;
  for (int i = 0; i < level; ++i) prefix += "   ";
  if (level > 0) prefix += "└ ";
  std::vector<std::string> cells = {fmt::format("{}{} ({})", prefix, layer.name, layer.class_name), output_text(layer),
                                    params_text(layer)};
  // A layer of a nested model is connected to nothing in the graph that is shown.
  if (has_connections()) cells.push_back(level == 0 ? connections_text(layer) : "-");
  if (options_.show_trainable) cells.emplace_back(layer.has_weights ? (layer.trainable ? "Y" : "N") : "-");
  table.row(cells);
  if (!options_.expand_nested) return;
  for (const LayerSummary& inner : layer.layers) {
    // Keras lists a nested model's layers, and leaves out the operations between them.
    if (inner.is_layer) add_rows(table, inner, level + 1);
  }
}

void Renderer::add_text(const std::string& text) {
  for (const std::string& line : render::wrap(text, options_.console_columns, render::Overflow::Fold)) {
    out_ += line;
    out_ += '\n';
  }
}

void Renderer::add_total(std::string_view label, Count count, Count bits) {
  const std::string_view at_least = summary_.totals.complete ? "" : "≥ ";
  add_text(fmt::format(" {}: {}{} ({}{})", label, at_least, to_text(count, true), at_least, memory_text(bits)));
}

void Renderer::render() {
  const int length = line_length();
  const std::vector<Column> laid_out = columns(length);
  const Totals& totals = summary_.totals;
  add_text(fmt::format("Model: \"{}\"", summary_.name));
  render::Table table(laid_out, length, options_.console_columns, out_);
  table.begin();
  const size_t end = std::min(options_.last_layer, summary_.layers.size());
  for (size_t i = options_.first_layer; i < end; ++i) add_rows(table, summary_.layers[i], 0);
  table.end();
  const Count optimizer = totals.optimizer.value_or(0);
  add_total("Total params", totals.trainable + totals.non_trainable + optimizer,
            totals.trainable_bits + totals.non_trainable_bits + totals.optimizer_bits);
  add_total("Trainable params", totals.trainable, totals.trainable_bits);
  add_total("Non-trainable params", totals.non_trainable, totals.non_trainable_bits);
  if (totals.optimizer) add_total("Optimizer params", optimizer, totals.optimizer_bits);
}

}  // namespace

void render_keras3(const Summary& summary, const TextOptions& options, std::string& out) {
  Renderer(summary, options, out).render();
}

}  // namespace nnsummary
