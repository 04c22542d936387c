#include "nnsummary/explain.h"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <climits>
#include <iterator>

#include "base/cell_width.h"
#include "base/nearest.h"
#include "base/printable.h"
#include "base/structures.h"

namespace nnsummary {
namespace {

// Collects layers depth first, outer layers before those inside them.
void collect(const std::vector<LayerSummary>& layers, std::vector<const LayerSummary*>& found) {
  for (const LayerSummary& layer : layers) {
    found.push_back(&layer);
    collect(layer.layers, found);
  }
}

std::string string_of(const Structure<TensorShape>& structure) {
  std::string result;
  for (const TensorShape& shape : flatten(structure)) result += (result.empty() ? "" : ", ") + to_text(shape);
  return result;
}

std::string string_of(const std::vector<int64_t>& shape) {
  TensorShape result;
  result.sizes.assign(shape.begin(), shape.end());
  return to_text(result);
}

// Returns "10 × (1,234 + 1)" for "10 × (1234 + 1)".
std::string grouped(std::string_view numbers) {
  std::string result;
  size_t digits = 0;
  for (size_t i = 0; i < numbers.size(); ++i) {
    const auto is_digit = [&](size_t at) { return at < numbers.size() && numbers[at] >= '0' && numbers[at] <= '9'; };
    if (!is_digit(i)) {
      digits = 0;
    } else {
      if (digits == 0) {
        while (is_digit(i + digits)) ++digits;
      } else if (digits % 3 == 0) {
        result += ',';
      }
      --digits;
    }
    result += numbers[i];
  }
  return result;
}

// Returns "units × (inputs + 1) = 10 × (784 + 1) = 7,850", without repeated parts.
std::string equation(const Formula& formula, Count params) {
  std::string result = formula.terms;
  std::string count = to_text(params, true);
  if (result.empty()) return count;
  const std::string numbers = grouped(formula.numbers);
  if (formula.numbers != formula.terms) result += " = " + numbers;
  if (numbers != count) result += " = " + count;
  return result;
}

// The description of one layer, with a line for each weight, the parameters, the tensors and the multiply-adds.
class Page {
 public:
  Page(const ExplainOptions& options, std::string& out) : options_(options), out_(out) {}

  void layer(const LayerSummary& layer);

 private:
  std::string shown(std::string_view text) const {
    return options_.escape_controls ? printable(text) : std::string(text);
  }
  void line(std::string_view label, std::string_view text);

  const ExplainOptions& options_;
  std::string& out_;
  int labels_ = 0;  // width of the widest label in cells
};

// Returns the bytes of text that fit into a line of `cells` cells, up to a space if possible.
size_t line_end(std::string_view text, int cells) {
  const size_t fitting = fitting_prefix(text, cells);
  if (fitting == text.size()) return fitting;
  const size_t space = text.rfind(' ', fitting);
  if (space != std::string_view::npos && space > 0) return space;
  return std::max(fitting, first_grapheme(text).bytes);
}

// Continuation lines are indented to the start of the text.
void Page::line(std::string_view label, std::string_view text) {
  constexpr int kNarrowest = 16;
  const int indent = labels_ + 4;
  const int room = options_.columns > 0 ? std::max(options_.columns - indent, kNarrowest) : INT_MAX;
  std::string margin = fmt::format("  {}{:{}}  ", label, "", labels_ - std::min(labels_, cell_width(label)));
  do {
    const size_t end = line_end(text, room);
    out_ += margin;
    out_ += text.substr(0, end);
    out_ += '\n';
    text.remove_prefix(std::min(end + (end < text.size() && text[end] == ' ' ? 1 : 0), text.size()));
    margin.assign(static_cast<size_t>(indent), ' ');
  } while (!text.empty());
}

void Page::layer(const LayerSummary& layer) {
  out_ += fmt::format("{} ({})\n", shown(layer.path), shown(layer.keras3_class));
  labels_ = 6;
  size_t shapes = 0;
  for (const WeightSummary& weight : layer.weights) {
    labels_ = std::max(labels_, cell_width(shown(weight.path)));
    shapes = std::max(shapes, string_of(weight.shape).size());
  }
  for (const WeightSummary& weight : layer.weights) {
    line(shown(weight.path),
         fmt::format("{:{}}  {}{}", string_of(weight.shape), shapes, equation(weight.formula, weight.params),
                     weight.trainable.value_or(true) ? "" : ", not trained"));
  }
  if (!layer.params) {
    line("params", "?");
  } else {
    line("params", layer.weights.empty() ? to_text(*layer.params, true) : equation(layer.formula, *layer.params));
  }
  if (!layer.calls.empty()) {
    for (const Structure<TensorShape>& input : layer.calls.back().inputs) line("input", string_of(input));
  }
  if (layer.output_shape) line("output", string_of(*layer.output_shape));
  line("MACs", layer.macs ? equation(layer.macs_formula, *layer.macs) : "?");
}

bool has_glob(std::string_view selector) { return selector.find_first_of("*?[") != std::string_view::npos; }

// Returns the layers with that path, or else that name, or else that class, or else those that match it as a glob.
std::vector<const LayerSummary*> find(const std::vector<const LayerSummary*>& layers, const std::string& selector) {
  std::vector<const LayerSummary*> result;
  const auto find_by = [&](auto matches) {
    if (!result.empty()) return;
    std::copy_if(layers.begin(), layers.end(), std::back_inserter(result), matches);
  };
  find_by([&](const LayerSummary* layer) { return layer->path == selector; });
  find_by([&](const LayerSummary* layer) { return layer->name == selector; });
  find_by([&](const LayerSummary* layer) { return layer->keras3_class == selector || layer->class_name == selector; });
  if (!has_glob(selector)) return result;
  find_by([&](const LayerSummary* layer) {
    return fnmatch(selector.c_str(), layer->path.c_str(), FNM_PATHNAME) == 0 ||
           fnmatch(selector.c_str(), layer->name.c_str(), FNM_PATHNAME) == 0;
  });
  return result;
}

}  // namespace

Extras explain_extras() { return {.weights = true, .arguments = false, .calls = true, .macs = true, .formulas = true}; }

std::vector<LayerSummary> select_layers(const Summary& summary, const std::vector<std::string>& selectors) {
  if (!summary.extras.includes(explain_extras())) {
    throw Error("the Summary lacks extras that explain() needs: summarize with explain_extras()");
  }
  if (selectors.empty()) return summary.layers;
  std::vector<const LayerSummary*> all;
  collect(summary.layers, all);
  std::vector<LayerSummary> result;
  for (const std::string& selector : selectors) {
    const auto found = find(all, selector);
    if (found.empty()) {
      std::vector<std::string_view> known;
      for (const LayerSummary* layer : all) known.insert(known.end(), {layer->path, layer->name, layer->keras3_class});
      throw Error(
          fmt::format("the model has no layer '{}'{}", printable(selector), printable(did_you_mean(selector, known))));
    }
    for (const LayerSummary* layer : found) result.push_back(*layer);
  }
  return result;
}

void explain(const std::vector<LayerSummary>& layers, const ExplainOptions& options, std::string& out) {
  Page page(options, out);
  for (const LayerSummary& layer : layers) {
    if (&layer != &layers.front()) out += '\n';
    page.layer(layer);
  }
}

}  // namespace nnsummary
