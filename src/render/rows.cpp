#include <fmt/format.h>

#include <algorithm>

#include "layers/entry.h"
#include "render/row_layout.h"
#include "render/tables.h"

namespace nnsummary::tables {
namespace {

using Shapes = Structure<TensorShape>;

std::string structure_text(const Shapes& structure, bool tuples) {
  if (structure.kind == Shapes::Kind::Leaf) return to_text(structure.leaf);
  const bool dict = structure.kind == Shapes::Kind::Dict;
  const bool tuple = tuples && structure.kind == Shapes::Kind::Tuple;
  std::string result;
  for (size_t i = 0; i < structure.items.size(); ++i) {
    if (i > 0) result += ", ";
    if (dict) result += fmt::format("'{}': ", structure.keys[i]);
    result += structure_text(structure.items[i], tuples);
  }
  if (tuple) return fmt::format("({}{})", result, structure.items.size() == 1 ? "," : "");
  return dict ? "{" + result + "}" : "[" + result + "]";
}

// Before Keras 3, recurrent layers returned lists.
bool returns_tuples(const LayerSummary& layer) {
  const LayerEntry* entry = find_layer(layer.keras3_class);
  return entry && entry->family != Family::Recurrent;
}

// Returns the string as Python writes it in a list.
std::string quoted(std::string_view text) {
  const bool has_single = text.find('\'') != std::string_view::npos;
  const char quote = has_single && text.find('"') == std::string_view::npos ? '"' : '\'';
  std::string result(1, quote);
  for (const char c : text) {
    if (c == '\\' || c == quote) result += '\\';
    result += c;
  }
  return result + quote;
}

// Returns a size in binary units, as tf.keras writes them since 2.13.
std::string size_text(Count bits) {
  constexpr std::string_view kUnits[] = {"Byte", "KB", "MB", "GB", "TB", "PB"};
  double size = bits.divided_by(8).to_double();
  size_t unit = 0;
  for (; size >= 1024 && unit + 1 < std::size(kUnits); ++unit) size /= 1024;
  return fmt::format("{:.2f} {}", size, kUnits[unit]);
}

Count counted_params(const LayerSummary& layer, CountedWeights counted) {
  Count result;
  for (const WeightSummary& weight : layer.weights) {
    const bool counts =
        counted == CountedWeights::Trained ? weight.trainable.value_or(true) : weight.declared_trainable;
    if (counts) result += weight.params;
  }
  return result;
}

class Rows {
 public:
  Rows(const Summary& summary, const Style& style, const TextOptions& options, std::string& out)
      : summary_(summary),
        style_(style),
        options_(options),
        controls_(options.escape_controls ? Controls::Escape : Controls::Keep),
        out_(out) {}

  void render();

 private:
  bool is_sequence() const;
  std::vector<int64_t> positions() const;
  void check_options() const;
  void check_built() const;
  std::vector<int64_t> columns();
  void line(std::string_view character);
  void header(RowLayout& layout);
  void layer(RowLayout& layout, const LayerSummary& layer);
  void nested_layer(RowLayout& layout, const LayerSummary& layer, int level, bool last);
  void frame(int bars, std::string_view filling);
  std::vector<std::string> cells(const LayerSummary& layer) const;
  std::vector<std::string> connections(const LayerSummary& layer) const;
  std::string output_text(const LayerSummary& layer) const;
  std::string params_text(const LayerSummary& layer) const;
  void totals();
  std::string sum_text(Count count, Count bits, bool is_integer) const;
  void total(std::string_view label, const std::string& number, bool complete);
  bool wraps() const { return style_.rows == RowRule::Wrapped || style_.rows == RowRule::Aligned; }

  const Summary& summary_;
  const Style& style_;
  const TextOptions& options_;
  const Controls controls_;
  std::string& out_;
  int64_t length_ = 0;
  bool connected_ = false;  // the table has a column "Connected to"
};

bool Rows::is_sequence() const {
  if (style_.sequence == SequenceRule::Never) return false;
  if (summary_.keras3_class == "Sequential") return true;
  const Branching& branching = summary_.branching;
  if (branching.parallel) return false;
  if (style_.sequence >= SequenceRule::Merges && branching.merges) return false;
  return style_.sequence < SequenceRule::Shared || !branching.shares;
}

void Rows::check_options() const {
  const bool asked =
      options_.expand_nested || options_.show_trainable || options_.first_layer > 0 || options_.last_layer != SIZE_MAX;
  if (asked && !style_.has_options) {
    throw OptionError(fmt::format(
        "the style {} doesn't support --expand-nested, --show-trainable and --layer-range: Keras has them since 2.7",
        style_.name));
  }
}

std::vector<int64_t> Rows::positions() const {
  std::vector<double> relative = options_.positions;
  if (relative.empty()) {
    if (connected_) {
      relative.assign(style_.positions.begin(), style_.positions.end());
    } else {
      relative.assign(kSequencePositions.begin(), kSequencePositions.end());
    }
  }
  const size_t columns = connected_ ? 4 : 3;
  if (relative.size() < columns) {
    throw OptionError(
        fmt::format("--positions: expected {} numbers, one per column, found {}", columns, relative.size()));
  }
  constexpr double kFarthest = 1e9;
  const double factor = relative.back() <= 1 ? static_cast<double>(length_) : 1;
  std::vector<int64_t> result;
  for (const double position : relative) {
    result.push_back(static_cast<int64_t>(std::clamp(position * factor, -kFarthest, kFarthest)));
  }
  return result;
}

void Rows::line(std::string_view character) {
  for (int64_t i = 0; i < length_; ++i) out_ += character;
  out_ += '\n';
}

std::string Rows::output_text(const LayerSummary& layer) const {
  const std::vector<Shapes> outputs = call_outputs(layer, style_);
  if (outputs.empty()) return layer.output_shape ? structure_text(*layer.output_shape, false) : "multiple";
  const bool same = std::all_of(outputs.begin(), outputs.end(), [&](const Shapes& o) { return o == outputs.front(); });
  if (!same) return "multiple";
  const std::string text = structure_text(outputs.front(), returns_tuples(layer));
  return style_.lists_input_shape && layer.keras3_class == "InputLayer" ? "[" + text + "]" : text;
}

std::string Rows::params_text(const LayerSummary& layer) const {
  if (!layer.built) return "0";
  if (!layer.params) return "?";
  const bool all = style_.counted == CountedWeights::All;
  return to_text(all ? *layer.params : counted_params(layer, style_.counted), false);
}

std::vector<std::string> Rows::connections(const LayerSummary& layer) const {
  std::vector<std::string> result;
  if (style_.connections == ConnectionForm::Empty) return result;
  for (const Connection& from : layer.connected_to) {
    const int node = from.node_index + (from.of_model && style_.counts_construction ? 1 : 0);
    result.push_back(fmt::format("{}[{}][{}]", from.layer, node, from.tensor_index));
  }
  return result;
}

std::vector<std::string> Rows::cells(const LayerSummary& layer) const {
  return {fmt::format("{} ({})", layer.name, layer.class_name), output_text(layer), params_text(layer)};
}

// Writes a layer's row in a style that cuts cells: each further connection has its own line.
void Rows::layer(RowLayout& layout, const LayerSummary& layer) {
  std::vector<std::string> row = cells(layer);
  if (!connected_) return layout.row(row);
  const std::vector<std::string> from = connections(layer);
  row.push_back(from.empty() ? "" : from.front());
  layout.row(row);
  for (size_t i = 1; i < from.size(); ++i) layout.row({"", "", "", from[i]});
}

// Writes a line filled with `filling`, with a bar on both sides for each enclosing model.
void Rows::frame(int bars, std::string_view filling) {
  out_.append(static_cast<size_t>(bars), '|');
  for (int64_t i = 0; i < length_ - 2 * int64_t{bars}; ++i) out_ += filling;
  out_.append(static_cast<size_t>(bars), '|');
  out_ += '\n';
}

// Writes a layer's row, and the rows of a nested model, in a style that wraps cells.
void Rows::nested_layer(RowLayout& layout, const LayerSummary& layer, int level, bool last) {
  std::vector<std::string> row = cells(layer);
  if (connected_) {
    std::string list;
    // Keras shows no connections inside nested models.
    for (const std::string& from : level == 0 ? connections(layer) : std::vector<std::string>()) {
      list += (list.empty() ? "" : ", ") + quoted(from);
    }
    row.push_back("[" + list + "]");
  }
  if (options_.show_trainable) row.emplace_back(layer.trainable ? "Y" : "N");
  layout.row(row, level);
  if (options_.expand_nested && layer.is_model && !layer.layers.empty()) {
    frame(level + 1, "¯");
    for (const LayerSummary& inner : layer.layers) {
      nested_layer(layout, inner, level + 1, &inner == &layer.layers.back());
    }
    frame(level, "¯");
    last = true;
  }
  if (!last) frame(level, " ");
}

void Rows::header(RowLayout& layout) {
  std::vector<std::string> titles = {"Layer (type)", "Output Shape", "Param #"};
  if (connected_) titles.emplace_back("Connected to");
  if (options_.show_trainable) titles.emplace_back("Trainable");
  if (style_.has_title)
    out_ += fmt::format("Model: \"{}\"\n", controls_ == Controls::Escape ? printable(summary_.name) : summary_.name);
  line("_");
  layout.row(titles);
  line("=");
}

void Rows::total(std::string_view label, const std::string& number, bool complete) {
  out_ += fmt::format("{}: {}{}\n", label, complete ? "" : "≥ ", number);
}

// True for sums that Keras computed as integers: NumPy turned a sum over a layer without weights into a float.
struct IntegerSums {
  bool trainable = true;
  bool other = true;
};

void find_floats(const std::vector<LayerSummary>& layers, IntegerSums& sums) {
  const auto is_trainable = [](const WeightSummary& weight) { return weight.trainable.value_or(true); };
  for (const LayerSummary& layer : layers) {
    if (layer.is_model) {
      find_floats(layer.layers, sums);
      continue;
    }
    sums.trainable &= std::any_of(layer.weights.begin(), layer.weights.end(), is_trainable);
    sums.other &= !std::all_of(layer.weights.begin(), layer.weights.end(), is_trainable);
  }
}

std::string Rows::sum_text(Count count, Count bits, bool is_integer) const {
  switch (style_.totals) {
    case TotalsForm::Floats: return to_text(count, true) + (is_integer ? "" : ".0");
    case TotalsForm::Grouped: return to_text(count, true);
    case TotalsForm::Sized: return fmt::format("{} ({})", to_text(count, false), size_text(bits));
    default: return to_text(count, false);
  }
}

void Rows::totals() {
  const Totals& totals = summary_.totals;
  const bool decided = !totals.lower_bound && totals.decided();
  if (style_.totals == TotalsForm::TrainableRows) {
    Count rows;
    for (const LayerSummary& layer : summary_.layers) rows += counted_params(layer, style_.counted);
    return total("Total params", to_text(rows, false), decided);
  }
  if (style_.totals == TotalsForm::TrainableLayers) {
    return total("Total params", to_text(totals.trainable, false), decided);
  }
  IntegerSums integers;
  if (style_.totals == TotalsForm::Floats) {
    find_floats(summary_.layers, integers);
    // An InputLayer has no weights.
    if (input_row(summary_, style_)) integers = {false, false};
  }
  total("Total params", sum_text(totals.params(), totals.bits(), integers.trainable && integers.other),
        !totals.lower_bound);
  total("Trainable params", sum_text(totals.trainable, totals.trainable_bits, integers.trainable), decided);
  total("Non-trainable params", sum_text(totals.non_trainable, totals.non_trainable_bits, integers.other), decided);
}

// Throws OptionError if the model isn't built: Keras refused to print it.
void Rows::check_built() const {
  if (summary_.built) return;
  throw OptionError(
      fmt::format("'{}' ({}): the model isn't built, and Keras before 3 refused to print it: give its first layer a "
                  "'batch_input_shape', or choose --style keras3",
                  summary_.name, summary_.class_name));
}

// Returns the ends of the columns, and makes room for "Trainable".
std::vector<int64_t> Rows::columns() {
  constexpr int64_t kLongest = 1'000'000;
  constexpr int kTrainable = 11;
  const int64_t given = std::clamp<int64_t>(options_.line_length.value_or(0), -kLongest, kLongest);
  length_ = given != 0 ? given : connected_ ? style_.line_length : kSequenceLength;
  std::vector<int64_t> result = positions();
  if (!options_.show_trainable) return result;
  length_ += kTrainable;
  result.push_back(length_);
  return result;
}

void Rows::render() {
  check_options();
  check_built();
  connected_ = !is_sequence();
  RowLayout layout(style_.rows, columns(), controls_, out_);
  header(layout);
  const size_t end = std::min(options_.last_layer, summary_.layers.size());
  if (const auto input = input_row(summary_, style_)) {
    layer(layout, *input);
    line(end == 0 ? "=" : "_");
  }
  for (size_t i = options_.first_layer; i < end; ++i) {
    if (wraps()) {
      nested_layer(layout, summary_.layers[i], 0, false);
    } else {
      layer(layout, summary_.layers[i]);
      line(i + 1 == end ? "=" : "_");
    }
  }
  if (wraps()) line("=");
  totals();
  line("_");
}

}  // namespace

void rows_table(const Summary& summary, const Style& style, const TextOptions& options, std::string& out) {
  Rows(summary, style, options, out).render();
}

}  // namespace nnsummary::tables
