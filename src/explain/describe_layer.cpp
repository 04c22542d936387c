#include <fmt/format.h>

#include <algorithm>

#include "layers/entry.h"
#include "nnsummary/layers.h"
#include "nnsummary/model.h"

namespace nnsummary {
namespace {

// Returns a value that the argument accepts, as JSON, or "" if none can be made up.
std::string example_value(const Arg& arg) {
  switch (arg.kind) {
    case Kind::Int:
    case Kind::Dim:
    case Kind::Tuple: return "3";
    case Kind::Any:
    case Kind::Float: return "1";
    case Kind::Activation: return "\"relu\"";
    case Kind::String: {
      const std::string_view options = arg.rule.options;
      return options.empty() ? "" : fmt::format("\"{}\"", options.substr(0, options.find('|')));
    }
    default: return {};
  }
}

// Returns a configuration with the required arguments, or "" if one of them can't be made up.
std::string example_config(const LayerEntry& entry) {
  std::string result = R"("name": "layer")";
  for (const Arg& arg : entry.args) {
    if (arg.fallback.type != Default::Type::Required) continue;
    const std::string value = example_value(arg);
    if (value.empty()) return {};
    result += fmt::format(R"(, "{}": {})", arg.name, value);
  }
  return "{" + result + "}";
}

// Returns a model of that one layer, with an input of the given rank.
std::string example_model(const LayerEntry& entry, const std::string& config, int rank) {
  std::string shape = "null";
  for (int i = 1; i < rank; ++i) shape += ", 12";
  const std::string tensor = R"({"class_name": "__keras_tensor__", "config": {"keras_history": ["input", 0, 0]}})";
  std::string args;
  for (const CallArg& arg : entry.call_args) {
    if (arg.type == CallArg::Type::Tensor) args += (args.empty() ? "" : ", ") + tensor;
  }
  return fmt::format(R"({{"module": "keras", "class_name": "Functional", "config": {{"name": "example", "layers": [
{{"module": "keras.layers", "class_name": "InputLayer", "name": "input", "inbound_nodes": [],
 "config": {{"name": "input", "batch_shape": [{}]}}}},
{{"module": "{}", "class_name": "{}", "name": "layer", "config": {}, "inbound_nodes": [{{"args": [{}], "kwargs": {{}}}}]}}],
"input_layers": ["input", 0, 0], "output_layers": ["layer", 0, 0]}}}})",
                     shape, entry.module, entry.name, config, args);
}

// Returns the layer's summary in a made-up model, or nullopt if the layer has no weights or requires arguments that
// can't be made up.
std::optional<LayerSummary> example_of(const LayerEntry& entry) {
  constexpr int kHighestRank = 6;
  const std::string config = example_config(entry);
  for (int rank = 2; rank <= kHighestRank && !config.empty(); ++rank) {
    try {
      const Model model = Model::read("example", example_model(entry, config, rank));
      LayerSummary layer = summarize(model, {.extras = {.macs = true, .formulas = true}}).layers.back();
      if (!layer.weights.empty()) return layer;
    } catch (const ModelError&) {
      // The layer may take inputs of another rank.
    }
  }
  return std::nullopt;
}

struct DefaultText {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(int64_t value) const { return fmt::format("{}", value); }
  std::string operator()(double value) const { return fmt::format("{}", value); }
  std::string operator()(std::string_view value) const { return fmt::format("'{}'", value); }
};

std::string default_text(const ArgumentInfo& argument) {
  return argument.required ? "required" : std::visit(DefaultText{}, argument.default_value);
}

void describe_arguments(const std::vector<ArgumentInfo>& arguments, std::string& out) {
  size_t names = 0;
  size_t defaults = 0;
  for (const ArgumentInfo& argument : arguments) {
    names = std::max(names, argument.name.size());
    defaults = std::max(defaults, default_text(argument).size());
  }
  for (const ArgumentInfo& argument : arguments) {
    out += fmt::format("  {:{}}  {:{}}  {}: {}\n", argument.name, names, default_text(argument), defaults, argument.doc,
                       argument.expects);
  }
}

void describe_weights(const LayerSummary& layer, std::string& out) {
  constexpr std::string_view kParams = "params";
  size_t labels = kParams.size();
  for (const WeightSummary& weight : layer.weights) labels = std::max(labels, weight.path.size());
  const auto add = [&](std::string_view label, const Formula& formula) {
    out += fmt::format("  {:{}}  {}\n", label, labels, formula.terms);
  };
  out += "Weights:\n";
  for (const WeightSummary& weight : layer.weights) add(weight.path, weight.formula);
  add(kParams, layer.formula);
  if (!layer.macs_formula.terms.empty()) add("MACs", layer.macs_formula);
}

}  // namespace

void describe_layer(const LayerInfo& layer, std::string& out) {
  out += fmt::format("{}: {}\n", layer.name, layer.doc);
  describe_arguments(layer.arguments, out);
  const LayerEntry* entry = find_layer(layer.name, layer.module);
  if (!entry) return;
  if (const auto example = example_of(*entry)) describe_weights(*example, out);
}

}  // namespace nnsummary
