#include "nnsummary/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "base/nearest.h"

namespace nnsummary {
namespace {

// Depth first, outer layers before those inside them.
void collect(const std::vector<LayerSummary>& layers, std::vector<const LayerSummary*>& found) {
  for (const LayerSummary& layer : layers) {
    found.push_back(&layer);
    collect(layer.layers, found);
  }
}

std::string text_of(const Structure<Shape>& structure) {
  if (structure.kind == Structure<Shape>::Kind::Leaf) return to_text(structure.leaf);
  std::string result;
  for (const auto& item : structure.items) result += (result.empty() ? "" : ", ") + text_of(item);
  return result;
}

std::string text_of(const Structure<Tensor>& structure) {
  if (structure.kind == Structure<Tensor>::Kind::Leaf) return to_text(structure.leaf.shape);
  std::string result;
  for (const auto& item : structure.items) result += (result.empty() ? "" : ", ") + text_of(item);
  return result;
}

std::string text_of(const std::vector<int64_t>& shape) {
  std::vector<Dim> dims;
  for (const int64_t size : shape) dims.emplace_back(size);
  return to_text(Shape(std::move(dims)));
}

// "10 × (1234 + 1)" with commas between thousands.
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

// "units × (inputs + 1) = 10 × (784 + 1) = 7,850"; what says the same twice is said once.
std::string equation(const Formula& formula, Count params) {
  std::string result = formula.terms;
  std::string count = to_text(params, true);
  if (result.empty()) return count;
  const std::string numbers = grouped(formula.numbers);
  if (formula.numbers != formula.terms) result += " = " + numbers;
  if (numbers != count) result += " = " + count;
  return result;
}

// The parts of a line stand in columns.
void add_line(std::string& out, std::string_view label, size_t width, std::string_view text) {
  out += fmt::format("  {}{:{}}  {}\n", label, "", width - std::min(width, label.size()), text);
}

void explain_layer(const LayerSummary& layer, std::string& out) {
  out += fmt::format("{} ({})\n", layer.name, layer.class_name);
  size_t labels = 6;
  size_t shapes = 0;
  for (const WeightSummary& weight : layer.weights) {
    labels = std::max(labels, weight.path.size());
    shapes = std::max(shapes, text_of(weight.shape).size());
  }
  for (const WeightSummary& weight : layer.weights) {
    add_line(out, weight.path, labels,
             fmt::format("{:{}}  {}{}", text_of(weight.shape), shapes, equation(weight.formula, weight.params),
                         weight.trainable || !weight.trainable_known ? "" : ", not trained"));
  }
  if (!layer.params) {
    add_line(out, "params", labels, "?");
  } else if (layer.weights.empty()) {
    add_line(out, "params", labels, to_text(*layer.params, true));
  } else {
    add_line(out, "params", labels, equation(layer.formula, *layer.params));
  }
  for (const auto& input : layer.inputs) add_line(out, "input", labels, text_of(input));
  if (layer.output_shape) add_line(out, "output", labels, text_of(*layer.output_shape));
  if (layer.macs && !layer.macs_formula.terms.empty()) {
    add_line(out, "MACs", labels, equation(layer.macs_formula, *layer.macs));
  } else {
    add_line(out, "MACs", labels, layer.macs ? to_text(*layer.macs, true) : "?");
  }
}

}  // namespace

std::vector<LayerSummary> select_layers(const Summary& summary, const std::vector<std::string>& names) {
  if (names.empty()) return summary.layers;
  std::vector<const LayerSummary*> all;
  collect(summary.layers, all);
  std::vector<LayerSummary> result;
  for (const std::string& name : names) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const LayerSummary* l) { return l->name == name; });
    if (found == all.end()) {
      std::vector<std::string_view> known;
      for (const LayerSummary* layer : all) known.push_back(layer->name);
      throw std::invalid_argument(fmt::format("the model has no layer '{}'{}", name, did_you_mean(name, known)));
    }
    result.push_back(**found);
  }
  return result;
}

void explain(const std::vector<LayerSummary>& layers, std::string& out) {
  for (const LayerSummary& layer : layers) {
    if (&layer != &layers.front()) out += '\n';
    explain_layer(layer, out);
  }
}

}  // namespace nnsummary
