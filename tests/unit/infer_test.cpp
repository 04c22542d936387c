// Tests of inference through summarize().
#include <gtest/gtest.h>

#include <algorithm>

#include "models.h"

namespace nnsummary::models {
namespace {

constexpr Extras kWeights{.weights = true};

Summary of_spec(const std::string& layers, Extras extras = kWeights) {
  return summarize(Model::read("m.yaml", "input: [4]\nlayers:\n" + layers), {.extras = extras});
}

const LayerSummary& row(const Summary& summary, std::string_view path) {
  const auto find = [path](const std::vector<LayerSummary>& layers, const auto& self) -> const LayerSummary* {
    for (const LayerSummary& layer : layers) {
      if (layer.path == path) return &layer;
      if (const LayerSummary* inner = self(layer.layers, self)) return inner;
    }
    return nullptr;
  };
  const LayerSummary* found = find(summary.layers, find);
  if (!found) throw std::runtime_error("there is no row " + std::string(path));
  return *found;
}

// "kernel (4, 8) int8 fixed"
std::vector<std::string> weights(const LayerSummary& layer) {
  std::vector<std::string> result;
  for (const WeightSummary& weight : layer.weights) {
    TensorShape shape;
    shape.sizes.assign(weight.shape.begin(), weight.shape.end());
    result.push_back(weight.path + " " + to_text(shape) + " " + std::string(to_text(weight.dtype)) +
                     (weight.trainable.value_or(true) ? "" : " fixed"));
  }
  return result;
}

std::vector<std::string> codes(const Summary& summary) {
  std::vector<std::string> result;
  for (const Diagnostic& warning : summary.warnings) result.push_back(warning.code + " " + warning.path);
  return result;
}

using Strings = std::vector<std::string>;

TEST(DTypePolicy, IsNamedAndDecidesTheWeights) {
  const auto dense = [](const std::string& dtype) {
    return of_spec("  - Dense: {units: 8, name: d, dtype: " + dtype + "}\n").layers.back();
  };
  const LayerSummary mixed = dense("mixed_float16");
  EXPECT_EQ(mixed.dtype, "mixed_float16");
  EXPECT_EQ(weights(mixed), (Strings{"kernel (4, 8) float32", "bias (8,) float32"}));
  EXPECT_EQ(mixed.bits, Count(40 * 32));
  const LayerSummary half = dense("float16");
  EXPECT_EQ(half.dtype, "float16");
  EXPECT_EQ(half.bits, Count(40 * 16));
  const LayerSummary quantized = dense("int8_from_float32");
  EXPECT_EQ(quantized.dtype, "int8_from_float32");
  EXPECT_EQ(weights(quantized),
            (Strings{"bias (8,) float32", "kernel (4, 8) int8 fixed", "kernel_scale (8,) float32 fixed"}));
  const LayerSummary packed = dense("gptq/4/-1_from_float32");
  EXPECT_EQ(packed.dtype, "gptq/4/-1_from_float32");
  EXPECT_EQ(weights(packed).front(), "bias (8,) float32");
  EXPECT_EQ(first_error(std::string("{input: [4], layers: [{Dense: {units: 8, dtype: float31}}]}")).layer, "dense");
}

TEST(Lora, AddsTwoTrainableFactors) {
  const LayerSummary dense = of_spec("  - Dense: {units: 8, lora_rank: 2}\n").layers.back();
  EXPECT_EQ(weights(dense), (Strings{"kernel (4, 8) float32 fixed", "bias (8,) float32", "lora_kernel_a (4, 2) float32",
                                     "lora_kernel_b (2, 8) float32"}));
  EXPECT_EQ(dense.params, Count(32 + 8 + 8 + 16));
}

Json twice_called(const Json& shared) {
  return functional({input("a"), input("b"), shared, layer("Add", "sum", Json::object(), {{"d", "d#1"}})}, {"a", "b"},
                    {"sum"});
}

TEST(SharedWeights, HaveOneIdAndCountOnce) {
  const Summary once = summarize(read(twice_called(dense("d", {{"a"}, {"b"}}))), {.extras = kWeights});
  EXPECT_EQ(once.totals.params(), Count(20));
  EXPECT_TRUE(once.branching.shares);
  const Summary bidirectional = of_spec("  - Reshape: {target_shape: [2, 2]}\n  - Bidirectional: {layer: {LSTM: 3}}\n");
  std::vector<uint32_t> ids;
  for (const WeightSummary& weight : bidirectional.layers.back().weights) ids.push_back(weight.id);
  EXPECT_EQ(ids.size(), 6u);
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(std::unique(ids.begin(), ids.end()), ids.end());
}

TEST(SharedWeights, AreTheSameInEveryRowOfTheLayer) {
  const Json inner = functional_config({input("x"), dense("d", {{"x"}})}, {"x"}, {"d"});
  const Summary summary = summarize(
      read(functional({input("a"), layer("Functional", "m", inner, {{"a"}})}, {"a"}, {"m"})), {.extras = kWeights});
  ASSERT_EQ(row(summary, "m").weights.size(), 2u);
  EXPECT_EQ(row(summary, "m").weights[0].id, row(summary, "m/d").weights[0].id);
  EXPECT_EQ(row(summary, "m").weights[0].path, "d/kernel");
}

TEST(Trainable, IsTheNestedModelsAndTheLayersOwn) {
  const auto nested = [](bool of_model, bool of_layer) {
    Json inner = functional_config({input("x"), layer("Dense", "d", {{"units", 4}, {"trainable", of_layer}}, {{"x"}})},
                                   {"x"}, {"d"});
    inner["trainable"] = of_model;
    return summarize(read(functional({input("a"), layer("Functional", "m", inner, {{"a"}})}, {"a"}, {"m"})),
                     {.extras = kWeights});
  };
  const Summary layer_frozen = nested(true, false);
  EXPECT_TRUE(row(layer_frozen, "m").trainable);
  EXPECT_FALSE(row(layer_frozen, "m/d").trainable);
  EXPECT_EQ(layer_frozen.totals.non_trainable, Count(20));
  EXPECT_EQ(row(layer_frozen, "m/d").weights[0].trainable, false);
  EXPECT_TRUE(row(layer_frozen, "m/d").weights[0].declared_trainable);
  EXPECT_EQ(nested(true, true).totals.trainable, Count(20));
}

// Only layers that depend on the unknown class are unknown.
TEST(Unknown, ClassInTheMiddle) {
  const Summary summary = summarize(
      read(functional(
          {input("a"), dense("before", {{"a"}}), layer("Mystery", "odd", {{"size", 3}}, {{"before"}}),
           layer("ReLU", "relu", Json::object(), {{"odd"}}), dense("after", {{"relu"}}), dense("beside", {{"before"}})},
          {"a"}, {"after", "beside"})),
      {.extras = {.weights = true, .arguments = true, .macs = true}});
  const LayerSummary& odd = row(summary, "odd");
  EXPECT_FALSE(odd.known);
  EXPECT_FALSE(odd.output_shape && odd.output_shape->leaf.known);
  EXPECT_EQ(odd.params, std::nullopt);
  ASSERT_NE(find_member(odd.arguments, "size"), nullptr);
  EXPECT_EQ(*find_member(odd.arguments, "size"), ConfigValue{int64_t{3}});
  EXPECT_EQ(row(summary, "relu").params, Count(0));
  EXPECT_EQ(row(summary, "after").params, std::nullopt);
  EXPECT_EQ(row(summary, "beside").params, Count(20));
  EXPECT_EQ(row(summary, "beside").macs, Count(16));
  EXPECT_EQ(row(summary, "after").macs, std::nullopt);
  EXPECT_EQ(summary.macs, std::nullopt);
  EXPECT_FALSE(summary.complete);
  EXPECT_FALSE(summary.totals.counted);
  EXPECT_TRUE(summary.totals.lower_bound);
  EXPECT_EQ(summary.totals.params(), Count(40));
  EXPECT_EQ(codes(summary), (Strings{"unknown-class "}));
}

// A layer after a Lambda isn't built either, but --input would not help, so there is no warning for it.
TEST(Unknown, WhatFollowsIsNotReportedAgain) {
  const Json lambda = layer("Lambda", "f", {{"function", {{"class_name", "function"}, {"config", "f"}}}}, {{"a"}});
  const Json model = functional({input("a"), lambda, dense("d", {{"f"}})}, {"a"}, {"d"});
  EXPECT_EQ(codes(summarize(read(model))), (Strings{"unknown-shape f"}));
}

// The file says how many parameters there are, but not whether they are trained.
TEST(Unknown, ClassWithStoredWeightsIsUndecided) {
  const Model model = Model::open(NNSUMMARY_TESTS_DIR "/cli/data/tfjs_custom.json");
  const Summary summary = summarize(model, {.extras = kWeights});
  const LayerSummary& mix = row(summary, "mix_Mix1");
  EXPECT_FALSE(mix.known);
  EXPECT_EQ(mix.params, Count(16));
  EXPECT_EQ(mix.stored_bytes, 64u);
  ASSERT_FALSE(mix.weights.empty());
  EXPECT_EQ(mix.weights[0].trainable, std::nullopt);
  EXPECT_EQ(summary.totals.undecided, Count(16));
  EXPECT_EQ(summary.totals.params(), Count(42));
  EXPECT_FALSE(summary.totals.decided());
  EXPECT_TRUE(summary.totals.counted);
  EXPECT_FALSE(summary.totals.lower_bound);
  EXPECT_FALSE(summary.complete);
}

TEST(Unknown, ShapeOfALambda) {
  const Json lambda = layer("Lambda", "f", {{"function", {{"class_name", "function"}, {"config", "f"}}}}, {{"a"}});
  const Json model = functional({input("a"), lambda, dense("d", {{"a"}})}, {"a"}, {"f", "d"});
  const Summary summary = summarize(read(model));
  EXPECT_EQ(codes(summary), (Strings{"unknown-shape f"}));
  EXPECT_FALSE(summary.complete);
  EXPECT_TRUE(summary.totals.counted);
  EXPECT_EQ(summary.totals.params(), Count(20));
  EXPECT_THROW(summarize(read(model), {.strict = true}), ModelError);
}

TEST(Unbuilt, IsIncompleteAndNamed) {
  const Summary summary = summarize(Model::read("m.yaml", "layers: [Flatten, {Dense: 10}]"));
  EXPECT_FALSE(summary.built);
  EXPECT_FALSE(summary.complete);
  EXPECT_FALSE(summary.totals.counted);
  EXPECT_FALSE(summary.totals.lower_bound);
  EXPECT_FALSE(row(summary, "dense").built);
  EXPECT_EQ(row(summary, "dense").params, std::nullopt);
  EXPECT_EQ(row(summary, "dense").output_shape, std::nullopt);
  ASSERT_EQ(summary.warnings.size(), 1u);
  EXPECT_EQ(summary.warnings[0].code, "unbuilt");
  EXPECT_NE(summary.warnings[0].message.find("--input"), std::string::npos);
}

TEST(Dead, LayerIsLeftOutAndNamed) {
  const Json model = functional({input("a"), dense("used", {{"a"}}), dense("unused", {{"a"}})}, {"a"}, {"used"});
  const Summary summary = summarize(read(model));
  EXPECT_EQ(rows(summary), (Strings{"a", "used <- a"}));
  ASSERT_EQ(summary.warnings.size(), 1u);
  EXPECT_EQ(summary.warnings[0].code, "dead");
  EXPECT_EQ(summary.warnings[0].layer, "unused");
  EXPECT_EQ(summary.totals.params(), Count(20));
  EXPECT_TRUE(summary.complete);
}

// Under `strict`, what was a warning is an error.
TEST(Strict, WarningsAreErrors) {
  const Json model = functional({input("a"), dense("used", {{"a"}}), dense("unused", {{"a"}})}, {"a"}, {"used"});
  try {
    summarize(read(model), {.strict = true});
    FAIL() << "the warning is no error";
  } catch (const ModelError& error) {
    ASSERT_EQ(error.diagnostics().size(), 1u);
    EXPECT_EQ(error.diagnostics()[0].severity, Severity::Error);
    EXPECT_EQ(error.diagnostics()[0].code, "dead");
    EXPECT_NE(std::string(error.what()).find("'unused'"), std::string::npos) << error.what();
  }
}

// Neither building a model at its first call nor building a wrapper from its build_config counts as a call.
TEST(Macs, CountCallsAndNotBuilds) {
  const Summary head =
      of_spec("  - Sequential: {name: head, layers: [{Dense: {units: 2, name: d}}]}\n", {.macs = true});
  EXPECT_EQ(row(head, "head").macs, Count(8));
  EXPECT_EQ(row(head, "head/d").macs, Count(8));
  const Json step = layer("Dense", "step", {{"units", 2}}, {});
  Json wrapper = layer("TimeDistributed", "td", {{"layer", step}}, {{"a"}});
  wrapper["build_config"] = {{"input_shape", {nullptr, 5, 4}}};
  Json steps = input("a");
  steps["config"]["batch_shape"] = {nullptr, 5, 4};
  const Summary wrapped =
      summarize(read(functional({steps, wrapper}, {"a"}, {"td"})), {.extras = {.arguments = true, .macs = true}});
  ASSERT_EQ(row(wrapped, "td").wrapped.size(), 1u);
  EXPECT_EQ(row(wrapped, "td").macs, Count(5 * 8));
  EXPECT_EQ(row(wrapped, "td").wrapped[0].macs, Count(5 * 8));
}

// A wrapped layer without an output shape must not make the model incomplete.
TEST(Extras, ArgumentsDoNotMakeAModelIncomplete) {
  const std::string layers = "  - Reshape: {target_shape: [2, 2]}\n  - TimeDistributed: {layer: {Dropout: 0.2}}\n";
  EXPECT_TRUE(of_spec(layers, {}).complete);
  EXPECT_TRUE(of_spec(layers, {.arguments = true}).complete);
}

}  // namespace
}  // namespace nnsummary::models
