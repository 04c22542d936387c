// Tests of Summaries over the corpus: extras don't depend on each other, and JSON holds everything.
#include <gtest/gtest.h>

#include "corpus.h"
#include "models.h"
#include "nnsummary/explain.h"
#include "nnsummary/json.h"
#include "nnsummary/render.h"

namespace nnsummary {
namespace {

constexpr size_t kMostOfAFile = 40;
constexpr Extras kAll{.weights = true, .arguments = true, .calls = true, .macs = true, .formulas = true};

void clear_extras(std::vector<LayerSummary>& layers, const Extras& kept) {
  for (LayerSummary& layer : layers) {
    if (!kept.calls) layer.calls.clear();
    if (!kept.weights) layer.weights.clear();
    if (!kept.macs) layer.macs.reset();
    if (!kept.arguments) layer.arguments.clear();
    if (!kept.arguments) layer.wrapped.clear();
    if (!kept.formulas) {
      layer.formula = {};
      for (WeightSummary& weight : layer.weights) weight.formula = {};
    }
    if (!kept.formulas || !kept.macs) layer.macs_formula = {};
    clear_extras(layer.layers, kept);
    clear_extras(layer.wrapped, kept);
  }
}

Summary without_extras(Summary summary, const Extras& kept) {
  clear_extras(summary.layers, kept);
  if (!kept.macs) summary.macs.reset();
  if (!kept.arguments) summary.compile.reset();
  summary.extras = kept;
  return summary;
}

std::string json_of(const Summary& summary) {
  std::string out;
  render_json(summary, out);
  return out;
}

Summary read_back(const Summary& summary) { return read_summary_json("summary.json", json_of(summary)); }

// Returns the table, or the message of the style that can't print the model.
std::string table_of(const Summary& summary, std::string_view style) {
  std::string out;
  TextOptions options;
  options.expand_nested = options.show_trainable = style == "keras3";
  try {
    render(summary, style, options, out);
  } catch (const Error& error) {
    return error.what();
  }
  return out;
}

TEST(Summary, ReadBackFromJsonIsTheSame) {
  size_t models = 0;
  corpus::for_each_model(kMostOfAFile, [&](const std::string& id, const Model& model) {
    for (const Extras& extras : {Extras(), json_extras(), kAll}) {
      const Summary summary = summarize(model, {.extras = extras});
      const Summary back = read_back(summary);
      EXPECT_TRUE(back == summary) << id << "\n" << json_of(summary);
      EXPECT_EQ(json_of(back), json_of(summary)) << id;
    }
    ++models;
  });
  EXPECT_GT(models, 300u);
}

TEST(Summary, DoesNotDependOnTheOtherExtras) {
  const Extras each[] = {{},
                         {.weights = true},
                         {.arguments = true},
                         {.calls = true},
                         {.macs = true},
                         {.weights = true, .formulas = true},
                         json_extras()};
  corpus::for_each_model(kMostOfAFile, [&](const std::string& id, const Model& model) {
    const Summary all = summarize(model, {.extras = kAll});
    for (const Extras& extras : each) {
      const Summary summary = summarize(model, {.extras = extras});
      EXPECT_TRUE(summary == without_extras(all, extras)) << id << "\n" << json_of(summary);
    }
  });
}

TEST(Summary, ReadBackFromJsonPrintsTheSameTables) {
  corpus::for_each_model(kMostOfAFile / 2, [](const std::string& id, const Model& model) {
    const Summary summary = summarize(model, {.extras = kAll});
    const Summary back = read_back(summary);
    for (const StyleInfo& style : styles()) {
      EXPECT_EQ(table_of(back, style.name), table_of(summary, style.name)) << id << " as " << style.name;
      const Summary bare = summarize(model, {.extras = style_extras(style.name)});
      EXPECT_EQ(table_of(bare, style.name), table_of(summary, style.name)) << id << " as " << style.name;
    }
  });
}

// Returns the sum over the layers, or nullopt if one is unknown.
std::optional<Count> sum_of_macs(const std::vector<LayerSummary>& layers) {
  Count result;
  for (const LayerSummary& layer : layers) {
    if (!layer.macs) return std::nullopt;
    result += *layer.macs;
  }
  return result;
}

// Returns whether the MACs of a model are the sum over its layers, and those of a wrapper at least what it wraps.
bool holds_its_parts(const LayerSummary& layer) {
  if (layer.is_model) return layer.macs == sum_of_macs(layer.layers);
  const std::optional<Count> wrapped = sum_of_macs(layer.wrapped);
  return !layer.macs || (wrapped && wrapped->value() <= layer.macs->value());
}

void check_macs(const std::string& id, const std::vector<LayerSummary>& layers) {
  for (const LayerSummary& layer : layers) {
    EXPECT_TRUE(holds_its_parts(layer)) << id << ": " << layer.path;
    check_macs(id, layer.layers);
    check_macs(id, layer.wrapped);
  }
}

TEST(Summary, MacsOfNestedLayersAddUp) {
  size_t nested = 0;
  corpus::for_each_model(50 * kMostOfAFile, [&](const std::string& id, const Model& model) {
    const Summary summary = summarize(model, {.extras = {.arguments = true, .macs = true}});
    EXPECT_EQ(summary.macs, sum_of_macs(summary.layers)) << id;
    check_macs(id, summary.layers);
    for (const LayerSummary& layer : summary.layers)
      nested += layer.is_model && layer.macs && !(*layer.macs == Count(0));
  });
  EXPECT_GT(nested, 20u);
}

TEST(Summary, WithoutExtrasIsRefusedByWhatNeedsThem) {
  const Summary bare = summarize(Model::read("m.yaml", "{input: [4], layers: [{Dense: 3}]}"));
  std::string out;
  size_t refusing = 0;
  for (const StyleInfo& style : styles()) {
    if (bare.extras.includes(style_extras(style.name))) continue;
    ++refusing;
    EXPECT_THROW(render(bare, style.name, {}, out), Error) << style.name;
  }
  EXPECT_GT(refusing, 0u);
  EXPECT_THROW(select_layers(bare, {}), Error);
  EXPECT_THROW(select_layers(bare, {"dense"}), Error);
  EXPECT_EQ(out, "");
}

TEST(Summary, ReadFromAnotherJsonIsRefused) {
  EXPECT_THROW(read_summary_json("m.json", "{}"), ModelError);
  EXPECT_THROW(read_summary_json("m.json", "[]"), ModelError);
  EXPECT_THROW(read_summary_json("m.json", R"({"schema_version": 2})"), ModelError);
  const Model model = Model::read("m.yaml", "{input: [4], layers: [{Dense: 3}]}");
  const std::string text = json_of(summarize(model, {.extras = json_extras()}));
  for (const auto& [from, to] :
       {std::pair("\"trainable_params\": 15", "\"trainable_params\": -15"),
        std::pair("\"dtype\": \"float32\"", "\"dtype\": \"float31\""), std::pair("\"path\": \"dense\"", "\"path\": 1"),
        std::pair("\"complete\": true", "\"complete\": 1"), std::pair("\"node\": 0", "\"node\": \"0\""),
        std::pair("4]", "\"4\"]"), std::pair("\"node\": 0", "\"node\": 4294967297"),
        std::pair("\"warnings\": []", "\"warnings\": 5"), std::pair("\"calls\": [", "\"calls\": 5, \"x\": [")}) {
    std::string other = text;
    const size_t at = other.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    other.replace(at, std::string_view(from).size(), to);
    EXPECT_THROW(read_summary_json("m.json", other), ModelError) << to;
  }
}

}  // namespace
}  // namespace nnsummary
