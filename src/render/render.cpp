#include "nnsummary/render.h"

#include <fmt/format.h>

#include <cmath>

#include "base/nearest.h"
#include "render/tables.h"

namespace nnsummary {
namespace {

using Table = void (*)(const Summary&, const Style&, const TextOptions&, std::string&);

// In the order of TableKind.
constexpr Table kTables[] = {tables::rows_table, tables::tfjs_table, tables::keras3_table};

const Style& style_named(std::string_view name) {
  if (const Style* style = find_style(name)) return *style;
  std::vector<std::string_view> names = {"keras1", "keras2"};
  for (const Style& style : style_table()) names.push_back(style.name);
  throw OptionError(fmt::format("there is no style '{}'{}", name, did_you_mean(name, names)));
}

}  // namespace

std::vector<StyleInfo> styles() {
  std::vector<StyleInfo> result;
  for (const Style& style : style_table()) {
    if (result.empty() || result.back().name != style.name) result.push_back({style.name, style.doc});
  }
  return result;
}

std::string_view style_of(const KerasVersion& keras) { return style_row_of(keras).name; }

Extras style_extras(std::string_view style) { return style_named(style).extras(); }

void render(const Summary& summary, std::string_view style, const TextOptions& options, std::string& out) {
  // A style may have several rows: prefer the row of the file's version to the newest.
  const Style& own = style_row_of(summary.keras);
  const Style& row = own.name == style ? own : style_named(style);
  if (!summary.extras.includes(row.extras())) {
    throw Error(
        fmt::format("the Summary lacks extras that the style {} needs: summarize with style_extras()", row.name));
  }
  constexpr double kFarthest = 1e6;
  for (const double position : options.positions) {
    if (std::isfinite(position) && std::abs(position) <= kFarthest) continue;
    throw OptionError(fmt::format("--positions: expected numbers up to {}, found {}", kFarthest, position));
  }
  kTables[static_cast<size_t>(row.table)](summary, row, options, out);
}

namespace tables {

std::optional<LayerSummary> input_row(const Summary& summary, const Style& style) {
  if (!style.input_rows || summary.inputs.empty() || !summary.inputs.front().listed) return std::nullopt;
  const ModelTensor& input = summary.inputs.front();
  LayerSummary result;
  result.name = result.path = input.layer;
  result.class_name = result.keras3_class = "InputLayer";
  result.output_shape = input.shape;
  result.params = Count(0);
  result.calls.push_back({{Structure<TensorShape>(input.shape)}, input.shape});
  return result;
}

std::vector<Structure<TensorShape>> call_outputs(const LayerSummary& layer, const Style& style) {
  using Shapes = Structure<TensorShape>;
  std::vector<Shapes> result;
  if (layer.is_model && !layer.outputs.empty()) {
    const bool is_dict = !layer.outputs.front().key.empty();
    Shapes own(is_dict ? Shapes::Kind::Dict : Shapes::Kind::List, {});
    for (const ModelTensor& output : layer.outputs) {
      own.items.emplace_back(output.shape);
      if (is_dict) own.keys.push_back(output.key);
    }
    result.push_back(own.items.size() == 1 ? own.items.front() : std::move(own));
  }
  if (layer.is_model && !style.counts_construction) return result;
  for (const CallSummary& call : layer.calls) result.push_back(call.output);
  return result;
}

}  // namespace tables
}  // namespace nnsummary
