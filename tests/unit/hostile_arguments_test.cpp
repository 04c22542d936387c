// Every layer and operation, called on tensors of every rank and with arguments that no model has: each ends with a
// result or with an Error. Sanitizers find what it does besides.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "layers/entry.h"
#include "models.h"
#include "nnsummary/explain.h"
#include "nnsummary/json.h"
#include "nnsummary/render.h"

namespace nnsummary {
namespace {

using models::Json;

constexpr int kMostAxes = 6;

const Json& integers() {
  static const Json result = {0,
                              1,
                              -1,
                              -2,
                              3,
                              7,
                              -100,
                              int64_t{1} << 31,
                              int64_t{1} << 32,
                              -(int64_t{1} << 33),
                              int64_t{1} << 62,
                              std::numeric_limits<int64_t>::max(),
                              std::numeric_limits<int64_t>::min()};
  return result;
}

// Returns every integer alone and in lists, as an argument may take it.
std::vector<Json> values() {
  std::vector<Json> result;
  for (const Json& integer : integers()) {
    result.push_back(integer);
    result.push_back(Json::array({integer}));
    result.push_back({integer, 2});
    result.push_back({integer, integer, integer});
    result.push_back({{integer, 1}, {1, integer}});
  }
  result.push_back(Json::array());
  result.push_back({nullptr, nullptr});
  return result;
}

Json shape_of_rank(int rank, int64_t size) {
  static const Json sizes = {nullptr, 5, 4, 3, 2, 6, 8};
  Json result = Json::array();
  for (int i = 0; i < rank; ++i) result.push_back(size != 0 ? Json(size) : sizes[static_cast<size_t>(i)]);
  return result;
}

Json reference(const std::string& name) {
  return {{"class_name", "__keras_tensor__"}, {"config", {{"keras_history", models::tensor(name)}}}};
}

// A model of one layer or operation, and the shapes of the tensors 'a' and 'b' that it is called on.
struct Subject {
  Json layer;
  std::string what;
};

std::string run(const Subject& subject, const Json& a, const Json& b) {
  Json layers = Json::array();
  for (const auto& [name, shape] : {std::pair("a", a), std::pair("b", b)}) {
    layers.push_back(models::layer("InputLayer", name, {{"batch_shape", shape}, {"dtype", "float32"}}, {}));
  }
  layers.push_back(subject.layer);
  const std::string text = models::functional(layers, {"a", "b"}, {"x"}).dump();
  try {
    const Model model = Model::read("model.json", text);
    const Summary summary = summarize(model, {.extras = json_extras() | explain_extras()});
    std::string out;
    TextOptions options;
    options.expand_nested = true;
    render(summary, "keras3", options, out);
    render_json(summary, out);
    explain(summary.layers, {}, out);
  } catch (const Error&) {
    return {};
  } catch (const std::exception& error) {
    return fmt::format("{}: {}: {}", subject.what, error.what(), text);
  } catch (...) {
    return fmt::format("{}: an exception of another type: {}", subject.what, text);
  }
  return {};
}

// Runs a subject on two tensors of all combinations of ranks.
void run_on_all_ranks(const Subject& subject) {
  for (int a = 0; a <= kMostAxes; ++a) {
    for (int b = 0; b <= kMostAxes; ++b) EXPECT_EQ(run(subject, shape_of_rank(a, 0), shape_of_rank(b, 0)), "");
  }
}

// Runs a subject on tensors of empty and huge sizes.
void run_on_all_sizes(const Subject& subject) {
  for (const int64_t size : {int64_t{0}, int64_t{1}, int64_t{1} << 40, std::numeric_limits<int64_t>::max()}) {
    for (const int rank : {1, 3, 4}) EXPECT_EQ(run(subject, shape_of_rank(rank, size), shape_of_rank(rank, size)), "");
  }
}

// Runs a subject on tensors of the ranks that most classes take.
void run_on_common_ranks(const Subject& subject) {
  for (const int rank : {2, 3, 4}) EXPECT_EQ(run(subject, shape_of_rank(rank, 0), shape_of_rank(rank, 0)), "");
}

Json layer_for(const LayerEntry& entry, const Arg& arg) {
  const char* name = arg.name.starts_with("cell") ? "LSTMCell" : entry.name == "Bidirectional" ? "LSTM" : "Dense";
  return {{"module", "keras.layers"}, {"class_name", name}, {"config", {{"units", 4}, {"name", "inner"}}}};
}

// Returns a value that most classes take for a required argument.
Json usual_value(const LayerEntry& entry, const Arg& arg) {
  switch (arg.kind) {
    case Kind::Bool: return true;
    case Kind::Float: return 0.5;
    case Kind::String: return arg.name == "equation" ? "abc,cd->abd" : "a";
    case Kind::Tuple: return Json(std::vector<int>(static_cast<size_t>(std::max(1, arg.rule.length)), 2));
    case Kind::Shape: return {4, 5};
    case Kind::Layer: return layer_for(entry, arg);
    case Kind::Layers: return {layer_for(entry, arg)};
    default: return 2;
  }
}

Json usual_config(const LayerEntry& entry) {
  Json config{{"name", "x"}, {"dtype", "float32"}};
  for (const Arg& arg : entry.args) {
    if (arg.fallback.type == Default::Type::Required) config[std::string(arg.name)] = usual_value(entry, arg);
  }
  return config;
}

enum class Called { First, All, OnList };

// Returns the layer, called on one tensor, on one for each argument, or on a list of two.
Subject subject_of(const LayerEntry& entry, const Json& config, Called called, const std::string& what) {
  Json args = Json::array();
  Json kwargs = Json::object();
  for (const CallArg& arg : entry.call_args) {
    const bool is_first = arg.name == entry.call_args[0].name;
    if (called == Called::OnList) {
      if (is_first) args.push_back(Json::array({reference("a"), reference("b")}));
    } else if (is_first) {
      args.push_back(reference("a"));
    } else if (arg.type != CallArg::Type::Value && (called == Called::All || arg.type == CallArg::Type::Tensor)) {
      kwargs[std::string(arg.name)] = reference("b");
    } else if (arg.name.starts_with("return_")) {
      kwargs[std::string(arg.name)] = true;
    }
  }
  return {{{"module", entry.module},
           {"class_name", entry.name},
           {"config", config},
           {"name", "x"},
           {"inbound_nodes", {{{"args", args}, {"kwargs", kwargs}}}}},
          what};
}

bool takes_integers(const Arg& arg) {
  return arg.kind == Kind::Any || arg.kind == Kind::Int || arg.kind == Kind::Dim || arg.kind == Kind::Tuple ||
         arg.kind == Kind::Shape || arg.kind == Kind::Float;
}

TEST(HostileArguments, LayersOnTensorsOfEveryRankAndSize) {
  for (const LayerEntry* entry : all_layers()) {
    for (const Called called : {Called::First, Called::All, Called::OnList}) {
      const Subject subject = subject_of(*entry, usual_config(*entry), called, std::string(entry->name));
      run_on_all_ranks(subject);
      run_on_all_sizes(subject);
    }
  }
}

TEST(HostileArguments, LayersWithIntegersOfEverySize) {
  for (const LayerEntry* entry : all_layers()) {
    for (const Arg& arg : entry->args) {
      for (const Json& value : takes_integers(arg) ? values() : std::vector<Json>()) {
        Json config = usual_config(*entry);
        config[std::string(arg.name)] = value;
        const std::string what = fmt::format("{} with {}", entry->name, arg.name);
        run_on_common_ranks(subject_of(*entry, config, Called::First, what));
        EXPECT_EQ(run(subject_of(*entry, config, Called::All, what), shape_of_rank(3, 0), shape_of_rank(3, 0)), "");
      }
    }
  }
}

TEST(HostileArguments, QuantizedLayers) {
  for (const LayerEntry* entry : all_layers()) {
    for (const Json& size : integers()) {
      Json config = usual_config(*entry);
      config["dtype"] = {{"module", "keras.dtype_policies"},
                         {"class_name", "QuantizedDTypePolicy"},
                         {"config", {{"mode", "int4"}, {"source_name", "float32"}}}};
      config["quantization_config"] = {{"class_name", "Int4QuantizationConfig"}, {"config", {{"block_size", size}}}};
      run_on_common_ranks(subject_of(*entry, config, Called::First, fmt::format("{} in int4", entry->name)));
      config["dtype"] = fmt::format("gptq/4/{}_from_float32", size.get<int64_t>());
      run_on_common_ranks(subject_of(*entry, config, Called::First, fmt::format("{} in gptq", entry->name)));
    }
  }
}

// Returns a value that an argument of an operation often has.
Json usual_value(std::string_view name) {
  if (name == "subscripts") return "ab,bc->ac";
  if (name == "pattern") return "b c -> c b";
  if (name == "padding") return "valid";
  if (name.find("shape") != std::string_view::npos || name == "size") return {2, 2};
  return 1;
}

// Returns the operation, called on one tensor, on one for each argument, or on a list of two. Where `name` is given,
// the argument of that name has the value.
Subject subject_of(const OpEntry& entry, Called called, const std::string& name, const Json& value) {
  Json config{{"name", "x"}};
  Json args = Json::array();
  Json kwargs = Json::object();
  for (const OpArg arg : entry.args) {
    const std::string key(arg.name);
    if (arg.type == OpArg::Type::Required) config[key] = usual_value(key);
    if (arg.is_constructor()) {
      if (key == name) config[key] = value;
      continue;
    }
    if (key == name) {
      kwargs[key] = value;
    } else if (args.empty()) {
      args.push_back(called == Called::OnList ? Json::array({reference("a"), reference("b")}) : reference("a"));
    } else if (called == Called::All || arg.type != OpArg::Type::OptionalTensor) {
      kwargs[key] = reference("b");
    }
  }
  return {{{"module", fmt::format("keras.src.ops.{}", entry.module)},
           {"class_name", entry.name},
           {"config", config},
           {"name", "x"},
           {"inbound_nodes", {{{"args", args}, {"kwargs", kwargs}}}}},
          fmt::format("{} with {}", entry.name, name)};
}

TEST(HostileArguments, OperationsOnTensorsOfEveryRankAndSize) {
  for (const OpEntry* entry : all_ops()) {
    for (const Called called : {Called::First, Called::All, Called::OnList}) {
      run_on_all_ranks(subject_of(*entry, called, {}, {}));
      run_on_all_sizes(subject_of(*entry, called, {}, {}));
    }
  }
}

TEST(HostileArguments, OperationsWithIntegersOfEverySize) {
  for (const OpEntry* entry : all_ops()) {
    for (const OpArg arg : entry->args) {
      for (const Json& value : values()) {
        const Subject subject = subject_of(*entry, Called::First, std::string(arg.name), value);
        run_on_common_ranks(subject);
        if (entry->args[0].type != OpArg::Type::Rest) continue;
        EXPECT_EQ(run(subject_of(*entry, Called::OnList, std::string(arg.name), value), shape_of_rank(2, 0),
                      shape_of_rank(2, 0)),
                  "");
      }
    }
  }
}

}  // namespace
}  // namespace nnsummary
