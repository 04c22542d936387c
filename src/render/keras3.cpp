#include <fmt/format.h>

#include <algorithm>

#include "base/number_text.h"
#include "render/table.h"
#include "render/tables.h"
#include "render/wrap.h"

namespace nnsummary::tables {
namespace {

using Shapes = Structure<TensorShape>;

// SGR parameters for bold and colored text. Keras uses the colors 33, 34, 45 and 9 of a palette of 256; on a terminal
// with 16 colors, rich takes the nearest of them.
struct Theme {
  std::string_view bold;
  std::string_view type;
  std::string_view number;
  std::string_view none;
  std::string_view yes;
  std::string_view no;
};

constexpr Theme kThemes[] = {
    {},
    {.bold = "1", .type = "", .number = "", .none = "", .yes = "1", .no = "1"},
    {.bold = "1", .type = "94", .number = "32", .none = "96", .yes = "1;32", .no = "1;91"},
    {.bold = "1", .type = "38;5;33", .number = "38;5;34", .none = "38;5;45", .yes = "1;38;5;34", .no = "1;91"},
};

// Keras leaves out Python's comma after a single size.
void add_shape(const TensorShape& shape, const Theme& theme, StyledText& out) {
  if (!shape.known) {
    out.add("?");
    return;
  }
  out.add("(");
  for (const std::optional<int64_t>& size : shape.sizes) {
    if (&size != shape.sizes.data()) out.add(", ");
    if (size) {
      out.add(fmt::format_int(*size).str(), theme.number);
    } else {
      out.add("None", theme.none);
    }
  }
  out.add(")");
}

void add_structure(const Shapes& structure, const Theme& theme, StyledText& out) {
  if (structure.kind == Shapes::Kind::Leaf) return add_shape(structure.leaf, theme, out);
  const bool is_list = structure.kind == Shapes::Kind::List;
  const bool is_dict = structure.kind == Shapes::Kind::Dict;
  out.add(is_list ? "[" : is_dict ? "{" : "(");
  for (size_t i = 0; i < structure.items.size(); ++i) {
    if (i > 0) out.add(", ");
    if (is_dict) out.add(structure.keys[i]).add(": ");
    add_structure(structure.items[i], theme, out);
  }
  out.add(is_list ? "]" : is_dict ? "}" : structure.items.size() == 1 ? ",)" : ")");
}

// Returns the shape of a structure that has only one, else null.
const TensorShape* only_leaf(const Shapes& structure) {
  if (structure.kind == Shapes::Kind::Leaf) return &structure.leaf;
  return structure.items.size() == 1 ? only_leaf(structure.items.front()) : nullptr;
}

StyledText output_text(const LayerSummary& layer, const Theme& theme, Controls controls) {
  StyledText result(controls);
  if (!layer.output_shape) {
    result.add("?");
  } else if (const TensorShape* only = only_leaf(*layer.output_shape)) {
    add_shape(*only, theme, result);
  } else {
    add_structure(*layer.output_shape, theme, result);
  }
  return result;
}

StyledText params_text(const LayerSummary& layer, const Theme& theme) {
  StyledText result;
  if (layer.built) {
    result.add(layer.params ? to_text(*layer.params, true) : "?", theme.number);
  } else {
    result.add("0", theme.number).add(" (unbuilt)");
  }
  return result;
}

StyledText connections_text(const LayerSummary& layer, const Theme& theme, Controls controls) {
  StyledText result(controls);
  for (const Connection& from : layer.connected_to) {
    result.add(result.text.empty() ? "" : ", ").add(from.layer);
    result.add("[").add(fmt::format_int(from.node_index).str(), theme.number);
    result.add("][").add(fmt::format_int(from.tensor_index).str(), theme.number).add("]");
  }
  if (result.text.empty()) result.add("-");
  return result;
}

StyledText trainable_text(const LayerSummary& layer, const Theme& theme) {
  StyledText result;
  if (!layer.has_weights) {
    result.add("-", theme.bold);
  } else if (layer.trainable) {
    result.add("Y", theme.yes);
  } else {
    result.add("N", theme.no);
  }
  return result;
}

class Renderer {
 public:
  Renderer(const Summary& summary, const TextOptions& options, std::string& out)
      : summary_(summary),
        options_(options),
        theme_(kThemes[static_cast<size_t>(options.coloring)]),
        controls_(options.escape_controls ? Controls::Escape : Controls::Keep),
        out_(out) {}

  void render();

 private:
  int line_length() const;
  std::vector<Column> columns(int length) const;
  void add_rows(Table& table, const LayerSummary& layer, int level);
  StyledText name_text(const LayerSummary& layer, int level) const;
  void add_text(StyledText text);
  // If `exact` is false, the count is marked as a lower bound.
  void add_total(std::string_view label, Count count, Count bits, bool exact);

  bool has_connections() const { return !summary_.sequential_like; }

  const Summary& summary_;
  const TextOptions& options_;
  const Theme& theme_;
  const Controls controls_;
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
    throw OptionError(fmt::format("--positions: expected {} numbers, one per column, found {}",
                                  result.size() - (options_.show_trainable ? 1 : 0), options_.positions.size()));
  }
  return result;
}

StyledText Renderer::name_text(const LayerSummary& layer, int level) const {
  StyledText result(controls_);
  for (int i = 0; i < level; ++i) result.add("   ");
  if (level > 0) result.add("└ ");
  result.add(layer.name).add(" (").add(layer.keras3_class, theme_.type).add(")");
  return result;
}

void Renderer::add_rows(Table& table, const LayerSummary& layer, int level) {
  std::vector<StyledText> cells;
  cells.reserve(5);
  cells.push_back(name_text(layer, level));
  cells.push_back(output_text(layer, theme_, controls_));
  cells.push_back(params_text(layer, theme_));
  // Keras shows no connections inside nested models.
  if (has_connections()) cells.push_back(level == 0 ? connections_text(layer, theme_, controls_) : StyledText("-"));
  if (options_.show_trainable) cells.push_back(trainable_text(layer, theme_));
  table.row(std::move(cells));
  if (!options_.expand_nested) return;
  for (const LayerSummary& inner : layer.layers) {
    // Keras lists the layers of a nested model, and leaves out its operations.
    if (inner.is_layer) add_rows(table, inner, level + 1);
  }
}

void Renderer::add_text(StyledText text) {
  for (const StyledText& line : wrap(std::move(text), options_.console_columns, Overflow::Fold)) {
    line.each_piece([this](std::string_view piece, std::string_view style) { write_styled(out_, piece, style); });
    out_ += '\n';
  }
}

void Renderer::add_total(std::string_view label, Count count, Count bits, bool exact) {
  const std::string_view at_least = exact ? "" : "≥ ";
  StyledText text;
  text.add(fmt::format(" {}: ", label), theme_.bold);
  text.add(fmt::format("{}{}", at_least, to_text(count, true)), theme_.number);
  text.add(fmt::format(" ({}{})", at_least, memory_text(bits)));
  add_text(std::move(text));
}

void Renderer::render() {
  const int length = line_length();
  const std::vector<Column> laid_out = columns(length);
  const Totals& totals = summary_.totals;
  StyledText title(controls_);
  title.add(fmt::format("Model: \"{}\"", summary_.name), theme_.bold);
  add_text(std::move(title));
  Table table(laid_out, length, options_.console_columns, theme_.bold, out_);
  table.begin();
  const size_t end = std::min(options_.last_layer, summary_.layers.size());
  for (size_t i = options_.first_layer; i < end; ++i) add_rows(table, summary_.layers[i], 0);
  table.end();
  const Count optimizer = totals.optimizer.value_or(0);
  const bool split = !totals.lower_bound && totals.decided();
  add_total("Total params", totals.params() + optimizer, totals.bits() + totals.optimizer_bits,
            !totals.lower_bound && totals.optimizer_known);
  add_total("Trainable params", totals.trainable, totals.trainable_bits, split);
  add_total("Non-trainable params", totals.non_trainable, totals.non_trainable_bits, split);
  if (totals.optimizer) add_total("Optimizer params", optimizer, totals.optimizer_bits, !totals.lower_bound);
}

}  // namespace

void keras3_table(const Summary& summary, const Style&, const TextOptions& options, std::string& out) {
  Renderer(summary, options, out).render();
}

}  // namespace nnsummary::tables
