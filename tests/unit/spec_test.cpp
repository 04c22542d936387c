#include <gtest/gtest.h>

#include <memory>

#include "models.h"
#include "spec/spec.h"
#include "summary/contents.h"

namespace nnsummary::models {
namespace {

using Rows = std::vector<std::string>;

Model read_text(const std::string& text) { return Model::read("model", text); }

// A Dense of 3 units on 4 features, in each dialect.
constexpr const char* kConcise = "{model: net, input: [4], layers: [{Dense: {units: 3, name: out}}]}";
constexpr const char* kKeras1 =
    R"({"class_name": "Sequential", "keras_version": "1.2.2", "config": [
        {"class_name": "Dense", "config": {"name": "out", "output_dim": 3, "bias": true, "input_dim": 4,
         "batch_input_shape": [null, 4], "input_dtype": "float32", "init": "glorot_uniform"}}]})";
constexpr const char* kKeras2 =
    R"({"class_name": "Sequential", "keras_version": "2.4.0", "config": {"name": "net", "layers": [
        {"class_name": "Dense", "config": {"name": "out", "units": 3, "batch_input_shape": [null, 4]}}]}})";
constexpr const char* kTfjs =
    R"({"format": "layers-model", "modelTopology": {"keras_version": "tfjs-layers 4.0.0", "model_config":
        {"class_name": "Sequential", "config": {"name": "net", "layers": [
        {"class_name": "Dense", "config": {"name": "out", "units": 3, "batchInputShape": [null, 4]}}]}}}})";
constexpr const char* kKeras3 =
    R"({"module": "keras", "class_name": "Sequential", "config": {"name": "net", "layers": [
        {"module": "keras.layers", "class_name": "InputLayer", "config": {"name": "in", "batch_shape": [null, 4]}},
        {"module": "keras.layers", "class_name": "Dense", "config": {"name": "out", "units": 3}}]}})";

struct DialectCase {
  const char* text;
  const char* dialect;
  Era era;
  bool tfjs;
};

TEST(Dialects, BecomeTheSameModel) {
  const DialectCase cases[] = {{kConcise, "concise spec", Era::Keras3, false},
                               {kKeras1, "Keras 1", Era::Keras1, false},
                               {kKeras2, "Keras 2", Era::Keras2, false},
                               {kTfjs, "TensorFlow.js", Era::Keras2, true},
                               {kKeras3, "Keras 3", Era::Keras3, false}};
  for (const auto& [text, dialect, era, tfjs] : cases) {
    const Model model = read_text(text);
    const ModelSpec& spec = *model.contents().spec;
    EXPECT_EQ(spec.dialect, dialect);
    EXPECT_EQ(spec.writer.era, era) << dialect;
    EXPECT_EQ(spec.writer.tfjs, tfjs) << dialect;
    ASSERT_EQ(spec.layers.size(), 2u) << dialect;
    EXPECT_EQ(spec.layers[0].class_name, "InputLayer") << dialect;
    EXPECT_EQ(spec.layers[1].class_name, "Dense") << dialect;
    EXPECT_EQ(spec.layers[1].name, "out") << dialect;
    ASSERT_NE(spec.layers[1].config->find("units"), nullptr) << dialect;
    EXPECT_EQ(spec.layers[1].config->find("units")->integer(), 3) << dialect;
    EXPECT_EQ(summarize(model).totals.params(), Count(15)) << dialect;
  }
}

TEST(Dialects, RefusesWhatNoneRecognizes) {
  for (const char* text : {"{}", "[]", R"({"class_name": "Sequential"})", R"({"config": {}})"}) {
    EXPECT_NE(first_error(std::string(text)).message.find("'class_name' and 'config'"), std::string::npos) << text;
  }
  EXPECT_NE(
      first_error(std::string(R"({"class_name": "Dense", "config": {"units": 3}})")).message.find("another class"),
      std::string::npos);
}

TEST(Keras1, RenamesClassesAndArguments) {
  const Model model = read_text(R"({"class_name": "Sequential", "keras_version": "1.2.2", "config": [
      {"class_name": "Convolution2D", "config": {"name": "conv", "nb_filter": 2, "nb_row": 3, "nb_col": 5,
       "subsample": [2, 1], "border_mode": "same", "dim_ordering": "th", "batch_input_shape": [null, 1, 8, 8]}}]})");
  const LayerSpec& layer = model.contents().spec->layers[1];
  EXPECT_EQ(layer.class_name, "Conv2D");
  EXPECT_EQ(layer.printed_class, "Convolution2D");
  EXPECT_EQ(layer.config->find("filters")->integer(), 2);
  EXPECT_EQ(layer.config->find("kernel_size")->items()[1].integer(), 5);
  EXPECT_EQ(layer.config->string_of("data_format"), "channels_first");
  EXPECT_EQ(layer.config->find("nb_filter"), nullptr);
  EXPECT_EQ(summarize(model).layers[0].params, Count(2 * 3 * 5 + 2));
}

TEST(Keras1, ReadsASequentialOfBranchesAsAGraph) {
  const std::string branch = R"({"class_name": "Sequential", "config": [{"class_name": "Dense", "config":
      {"name": "NAME", "output_dim": 3, "batch_input_shape": [null, 4]}}]})";
  std::string left = branch;
  std::string right = branch;
  left.replace(left.find("NAME"), 4, "left");
  right.replace(right.find("NAME"), 4, "right");
  const Model model = read_text(R"({"class_name": "Sequential", "keras_version": "1.2.2", "config": [
      {"class_name": "Merge", "config": {"name": "merge", "mode": "concat", "concat_axis": -1, "layers": [)" +
                                left + "," + right + R"(]}}, {"class_name": "Dense", "config":
      {"name": "out", "output_dim": 1}}]})");
  EXPECT_EQ(summarize(model).totals.params(), Count(15 + 15 + 7));
  EXPECT_FALSE(model.contents().spec->sequential);
}

TEST(Keras2, MovesKeywordsOutOfNodes) {
  const Model model = read_text(R"({"class_name": "Model", "keras_version": "2.2.4", "config": {"name": "m", "layers": [
      {"name": "x", "class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [null, 5, 4]},
       "inbound_nodes": []},
      {"name": "h", "class_name": "InputLayer", "config": {"name": "h", "batch_input_shape": [null, 3]},
       "inbound_nodes": []},
      {"name": "gru", "class_name": "GRU", "config": {"name": "gru", "units": 3},
       "inbound_nodes": [[["x", 0, 0, {}], ["h", 0, 0, {}]]]},
      {"name": "norm", "class_name": "BatchNormalization", "config": {"name": "norm", "axis": [-1]},
       "inbound_nodes": [[["gru", 0, 0, {"training": true}]]]}],
      "input_layers": [["x", 0, 0], ["h", 0, 0]], "output_layers": [["norm", 0, 0]]}})");
  const std::vector<LayerSpec>& layers = model.contents().spec->layers;
  ASSERT_EQ(layers.size(), 4u);
  EXPECT_EQ(layers[2].calls[0].args->items().size(), 1u);
  EXPECT_NE(layers[2].calls[0].kwargs->find("initial_state"), nullptr);
  EXPECT_TRUE(layers[3].calls[0].kwargs->find("training")->boolean());
  EXPECT_EQ(layers[3].config->find("axis")->integer(), -1);
  EXPECT_EQ(rows(summarize(model)), (Rows{"x", "h", "gru <- x, h", "norm <- gru"}));
}

TEST(Keras2, TurnsCallsOfTensorFlowIntoOperations) {
  const Model model = read_text(R"({"class_name": "Functional", "keras_version": "2.13.1", "config": {"name": "m",
      "layers": [{"name": "x", "class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [null, 4]},
       "inbound_nodes": []},
      {"name": "tf.math.add", "class_name": "TFOpLambda", "config": {"name": "tf.math.add", "function": "math.add"},
       "inbound_nodes": [["x", 0, 0, {"y": 2, "name": null}]]}],
      "input_layers": [["x", 0, 0]], "output_layers": [["tf.math.add", 0, 0]]}})");
  const LayerSpec& layer = model.contents().spec->layers[1];
  EXPECT_EQ(layer.class_name, "Add");
  EXPECT_EQ(layer.printed_class, "TFOpLambda");
  EXPECT_TRUE(layer.is_operation());
  EXPECT_EQ(layer.calls[0].kwargs->find("x2")->integer(), 2);
}

TEST(Keras2, KeepsFunctionsThatStackTheirTensors) {
  const Model model = read_text(R"({"class_name": "Functional", "keras_version": "2.13.1", "config": {"name": "m",
      "layers": [{"name": "x", "class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [null, 4]},
       "inbound_nodes": []},
      {"name": "sum", "class_name": "TFOpLambda", "config": {"name": "sum", "function": "math.reduce_sum"},
       "inbound_nodes": [[["x", 0, 0, {"axis": 0}], ["x", 0, 0, {"axis": 0}]]]}],
      "input_layers": [["x", 0, 0]], "output_layers": [["sum", 0, 0]]}})");
  EXPECT_EQ(model.contents().spec->layers[1].class_name, "TFOpLambda");
  EXPECT_EQ(rows(summarize(model)), (Rows{"x", "sum <- x, x"}));
}

TEST(Tfjs, ReportsOneMissingShapeOnce) {
  const std::string text = R"({"modelTopology": {"keras_version": "tfjs-layers 4.0.0", "model_config":
      {"class_name": "Model", "config": {"name": "m", "layers": [
      {"name": "y", "class_name": "InputLayer", "config": {"name": "y", "batch_input_shape": [null, 8]},
       "inbound_nodes": []},
      {"name": "enc", "class_name": "Model", "inbound_nodes": [[["y", 0, 0, {}]]], "config": {"name": "enc", "layers": [
        {"name": "x", "class_name": "InputLayer", "config": {"name": "x"}, "inbound_nodes": []},
        {"name": "d", "class_name": "Dense", "config": {"name": "d", "units": 3}, "inbound_nodes": [[["x", 0, 0, {}]]]}],
        "input_layers": [["x", 0, 0]], "output_layers": [["d", 0, 0]]}},
      {"name": "e", "class_name": "Dense", "config": {"name": "e", "units": 3}, "inbound_nodes": [[["enc", 1, 0, {}]]]}],
      "input_layers": [["y", 0, 0]], "output_layers": [["e", 0, 0]]}}}})";
  try {
    summarize(read_text(text));
    FAIL();
  } catch (const ModelError& error) {
    ASSERT_EQ(error.diagnostics().size(), 1u);
    EXPECT_EQ(error.diagnostics()[0].layer, "x");
  }
}

TEST(Arguments, TakeWhatPythonTakesForTrue) {
  const std::string file = R"({"module": "keras", "class_name": "Sequential", "config": {"name": "net", "layers": [
      {"module": "keras.layers", "class_name": "InputLayer", "config": {"name": "in", "batch_shape": [null, 4]}},
      {"module": "keras.layers", "class_name": "Dense", "config": {"name": "out", "units": 3, "use_bias": BIAS}}]}})";
  for (const auto& [bias, params] : {std::pair("1", 15), {"null", 12}, {"0", 12}}) {
    std::string text = file;
    text.replace(text.find("BIAS"), 4, bias);
    EXPECT_EQ(summarize(read_text(text)).totals.params(), Count(static_cast<uint64_t>(params))) << bias;
  }
  EXPECT_NE(
      first_error(std::string("{input: [4], layers: [{Dense: {units: 3, use_bias: 1}}]}")).message.find("use_bias"),
      std::string::npos);
}

TEST(Keras2, TakesNoConstantsOffACallForANegativeNumber) {
  const Model model = read_text(R"({"class_name": "Model", "keras_version": "2.2.4", "config": {"name": "m", "layers": [
      {"class_name": "InputLayer", "name": "x", "config": {"name": "x", "batch_input_shape": [null, 3, 2]},
       "inbound_nodes": []},
      {"class_name": "LSTM", "name": "l", "config": {"name": "l", "units": 2, "num_constants": -1},
       "inbound_nodes": [[["x", 0, 0, {}]]]}],
      "input_layers": [["x", 0, 0]], "output_layers": [["l", 0, 0]]}})");
  EXPECT_EQ(model.contents().spec->layers[1].calls[0].kwargs->members().size(), 0u);
}

TEST(Keras2, ReadByKeras3) {
  const Model model = read_text(kKeras2);
  Reading reading{{{{"", TensorShape{{7, 2, 4}}}}, {}}, find_style("keras3")};
  Report report(model.contents().document());
  const auto spec = read_spec(model.contents().document(), reading, report);
  EXPECT_EQ(spec->writer.era, Era::Keras3);
  EXPECT_EQ(spec->layers[0].config->find("batch_shape")->items()[0].integer(), 7);
  reading.overrides.inputs.clear();
  const auto plain = read_spec(model.contents().document(), reading, report);
  // Keras 3 adds a batch dimension to the one that the file has.
  EXPECT_EQ(plain->layers[0].config->find("batch_shape")->items().size(), 3u);
  EXPECT_FALSE(report.has_errors());
}

TEST(Keras2, ErrorsNameTheLayerByItsPath) {
  const Diagnostic error = first_error(std::string(R"({"class_name": "Model", "keras_version": "2.2.4", "config": {
      "name": "m", "layers": [{"name": "encoder", "class_name": "Model", "inbound_nodes": [], "config": {
        "name": "encoder", "layers": [{"name": "x", "class_name": "InputLayer", "config": {"name": "x"},
        "inbound_nodes": 3}], "input_layers": [], "output_layers": []}}],
      "input_layers": [], "output_layers": []}})"));
  EXPECT_NE(error.message.find("'inbound_nodes'"), std::string::npos) << error.message;
  EXPECT_EQ(error.path, "encoder/x");
}

TEST(Keras2, CallsOfNestedModelsCountFromTheirConstruction) {
  const Model model = read_text(R"({"class_name": "Model", "keras_version": "2.2.4", "config": {"name": "m", "layers": [
      {"name": "x", "class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [null, 4]},
       "inbound_nodes": []},
      {"name": "inner", "class_name": "Sequential", "inbound_nodes": [[["x", 0, 0, {}]]], "config": {"name": "inner",
       "layers": [{"class_name": "Dense", "config": {"name": "d", "units": 3, "batch_input_shape": [null, 4]}}]}},
      {"name": "out", "class_name": "Dense", "config": {"name": "out", "units": 2},
       "inbound_nodes": [[["inner", 1, 0, {}]]]}],
      "input_layers": [["x", 0, 0]], "output_layers": [["out", 0, 0]]}})");
  EXPECT_EQ(rows(summarize(model))[2], "out <- inner");
  const Value& tensor = model.contents().spec->layers[2].calls[0].args->items()[0];
  EXPECT_EQ(tensor.find("config")->find("keras_history")->items()[1].integer(), 0);
}

TEST(Overrides, OutliveTheOptionsThatTheyWereGivenIn) {
  auto options = std::make_unique<ReadOptions>();
  options->inputs = {{std::string(40, 'x'), TensorShape{{2, 9}}}};
  const Overrides overrides{options->inputs, options->batch};
  options.reset();
  EXPECT_EQ(overrides.inputs[0].name, std::string(40, 'x'));
  EXPECT_EQ(overrides.inputs[0].shape.sizes.size(), 2u);
}

TEST(Overrides, ReplaceInputShapes) {
  ReadOptions options;
  options.inputs = {{"", TensorShape{{2, 9}}}};
  EXPECT_EQ(summarize(Model::read("model", kKeras2, options)).totals.params(), Count(30));
  options.inputs[0].name = "ou_input";
  try {
    Model::read("model", kKeras2, options);
    FAIL() << "is not refused";
  } catch (const ModelError& error) {
    EXPECT_EQ(error.diagnostics()[0].code, "option");
    EXPECT_NE(error.diagnostics()[0].message.find("'out_input'"), std::string::npos);
  }
}

TEST(Concise, NamesAndConnectsEntries) {
  const Model model = read_text(
      "inputs: {a: [4], b: [4]}\n"
      "layers:\n"
      "  - Dense: {units: 4, name: fc, from: a}\n"
      "  - {call: fc, from: b, name: again}\n"
      "  - ops.add: {from: [fc, again]}\n"
      "  - Dense: 2\n");
  const Summary summary = summarize(model);
  EXPECT_EQ(rows(summary), (Rows{"a", "b", "fc <- a, b", "add <- fc, fc[1]", "dense <- add"}));
  EXPECT_EQ(summary.name, "functional");
  EXPECT_EQ(summary.totals.params(), Count(20 + 10));
}

TEST(Concise, ReportsIndependentErrorsTogether) {
  try {
    read_text("input: [4]\nlayers:\n  - Dense: {unit: 4}\n  - Dens: 3\n");
    FAIL() << "is not refused";
  } catch (const ModelError& error) {
    ASSERT_EQ(error.diagnostics().size(), 2u);
    EXPECT_NE(error.diagnostics()[0].message.find("'units'"), std::string::npos);
    EXPECT_EQ(error.diagnostics()[0].code, "unknown-argument");
    EXPECT_EQ(error.diagnostics()[0].line, 3);
    EXPECT_NE(error.diagnostics()[1].message.find("'Dense'"), std::string::npos);
    EXPECT_EQ(error.diagnostics()[1].code, "unknown-class");
    EXPECT_EQ(error.diagnostics()[1].line, 4);
  }
}

TEST(Keras3, ErrorsNameTheLayerByItsPath) {
  Json inner = functional_config({input("in"), dense("a", {{"in"}})}, {"in"}, {"a"});
  inner["layers"][1]["config"] = nullptr;
  const Json model = functional({input("x"), layer("Functional", "encoder", inner, {{"x"}})}, {"x"}, {"encoder"});
  const Diagnostic error = first_error(model);
  EXPECT_NE(error.message.find("'config'"), std::string::npos) << error.message;
  EXPECT_EQ(error.layer, "a");
  EXPECT_EQ(error.path, "encoder/a");
  EXPECT_EQ(error.pointer, "/config/layers/1/config/layers/1");
}

TEST(Keras3, NamesAModelWithoutAName) {
  Json model = functional({input("x"), dense("a", {{"x"}})}, {"x"}, {"a"});
  model["config"].erase("name");
  model.erase("name");
  EXPECT_EQ(read(model).contents().spec->name, "functional");
}

}  // namespace
}  // namespace nnsummary::models
