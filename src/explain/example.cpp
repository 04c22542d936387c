#include <fmt/format.h>

#include "nnsummary/explain.h"
#include "nnsummary/model.h"

namespace nnsummary {
namespace {

// A value that an argument may have, as JSON; empty where none can be made up.
std::string example_value(const Arg& arg) {
  switch (arg.kind) {
    case Kind::Int:
    case Kind::Dim:
    case Kind::Tuple: return "3";
    case Kind::Any:
    case Kind::Float: return "1";
    case Kind::Activation: return "\"relu\"";
    case Kind::Text: {
      const std::string_view options = arg.rule.options;
      return options.empty() ? "" : fmt::format("\"{}\"", options.substr(0, options.find('|')));
    }
    default: return {};
  }
}

// A configuration with what the class requires; empty where it requires what can't be made up.
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

// A model of one layer, called on inputs of that rank.
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

}  // namespace

std::optional<LayerSummary> example_of(const LayerEntry& entry) {
  constexpr int kHighestRank = 6;
  const std::string config = example_config(entry);
  for (int rank = 2; rank <= kHighestRank && !config.empty(); ++rank) {
    try {
      const Model model = Model::read("example", example_model(entry, config, rank));
      LayerSummary layer = summarize(model, {.macs = true, .formulas = true}).layers.back();
      if (!layer.weights.empty()) return layer;
    } catch (const ModelError&) {
      // Of another rank, perhaps.
    }
  }
  return std::nullopt;
}

}  // namespace nnsummary
