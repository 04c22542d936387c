// What a caller may destroy, and when: AddressSanitizer finds reads of freed memory.
#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "nnsummary/explain.h"
#include "nnsummary/json.h"
#include "nnsummary/model.h"
#include "nnsummary/render.h"

namespace nnsummary {
namespace {

constexpr const char* kKeras2 = R"({"class_name": "Sequential", "keras_version": "2.2.4", "config": [
  {"class_name": "Conv2D", "config": {"name": "conv", "filters": 4, "kernel_size": [3, 3],
    "batch_input_shape": [null, 28, 28, 1]}},
  {"class_name": "Flatten", "config": {"name": "flatten"}}]})";

std::string json_of(const Summary& summary) {
  std::string result;
  render_json(summary, result);
  return result;
}

TEST(Lifetime, SummaryOutlivesItsModel) {
  const Extras extras = explain_extras() | json_extras() | style_extras("keras3");
  std::optional<Model> model = Model::read("model.json", kKeras2);
  const Summary summary = summarize(*model, {.extras = extras});
  const std::string before = json_of(summary);
  model.reset();

  EXPECT_EQ(summary.layers[0].weights[0].formula.numbers, "3 × 3 × 1 × 4");
  const Summary copy = summary;
  EXPECT_EQ(copy, summary);
  EXPECT_EQ(json_of(copy), before);
  std::string text;
  render(copy, "keras3", {}, text);
  explain(select_layers(copy, {"conv"}), {}, text);
  EXPECT_NE(text.find("(None, 26, 26, 4)"), std::string::npos) << text;
}

TEST(Lifetime, ReadOptionsMayGoOnceTheModelIsRead) {
  auto options = std::make_unique<ReadOptions>();
  options->inputs = {{.name = "", .shape = {{std::nullopt, 30, 32, 1}}}};
  options->style = "keras3";
  const Model model = Model::read("model.json", kKeras2, *options);
  options.reset();
  const Summary summary = summarize(model);
  ASSERT_TRUE(summary.layers[0].output_shape);
  EXPECT_EQ(to_text(summary.layers[0].output_shape->leaf), "(None, 28, 30, 4)");
}

}  // namespace
}  // namespace nnsummary
