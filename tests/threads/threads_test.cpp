// The thread contracts of the public headers. ThreadSanitizer finds what a comparison of results can't.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "nnsummary/convert.h"
#include "nnsummary/explain.h"
#include "nnsummary/json.h"
#include "nnsummary/layers.h"
#include "nnsummary/model.h"
#include "nnsummary/render.h"
#include "nnsummary/verify.h"

namespace nnsummary {
namespace {

constexpr size_t kThreads = 8;
const std::string kSource = NNSUMMARY_SOURCE_DIR;

// Runs the function in eight threads at once, and returns the string of each.
std::vector<std::string> in_threads(const std::function<std::string(size_t)>& function) {
  std::vector<std::string> results(kThreads);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < kThreads; ++i) threads.emplace_back([&, i] { results[i] = function(i); });
  for (std::thread& thread : threads) thread.join();
  return results;
}

Model open(const std::string& file) {
  return Model::open(kSource + "/" + file, {.container = {.program = NNSUMMARY_CONTAINER_PROGRAM, .seconds = 60}});
}

// Writes a Summary in every way there is.
std::string outputs(const Summary& summary) {
  std::string result;
  for (const StyleInfo& style : styles()) render(summary, style.name, {}, result);
  explain(select_layers(summary, {}), {}, result);
  render_json(summary, result);
  return result;
}

Extras all_extras() { return {.weights = true, .arguments = true, .calls = true, .macs = true, .formulas = true}; }

std::string everything(const Model& model) {
  std::string result = outputs(summarize(model, {.extras = all_extras()}));
  render_verification(verify(model), false, result);
  convert(model, result);
  return result;
}

void expect_equal(const std::vector<std::string>& results, const std::string& expected) {
  ASSERT_FALSE(expected.empty());
  for (const std::string& result : results) EXPECT_EQ(result, expected);
}

TEST(Threads, ShareAModel) {
  const Model model = open("tests/corpus/files/nested.keras");
  const auto results = in_threads([&](size_t) { return everything(model); });
  expect_equal(results, everything(model));
}

TEST(Threads, ShareASummary) {
  const Summary summary = summarize(open("tests/corpus/files/residual.h5"), {.extras = all_extras()});
  const auto results = in_threads([&](size_t) { return outputs(summary); });
  expect_equal(results, outputs(summary));
}

TEST(Threads, ReadFilesOfTheirOwn) {
  const std::vector<std::string> files = {
      "specs/digits.json",
      "tests/consumer/dropout.yaml",
      "tests/corpus/files/lstm.keras",
      "tests/corpus/files/lstm.h5",
      "tests/corpus/files/mha.keras",
      "tests/corpus/files/siamese.h5",
      "tests/corpus/files/nested.keras",
      "tests/corpus/files/rnn_zoo.h5",
  };
  ASSERT_EQ(files.size(), kThreads);
  const auto read = [&](size_t i) { return outputs(summarize(open(files[i]), {.extras = all_extras()})); };
  const auto results = in_threads(read);
  for (size_t i = 0; i < kThreads; ++i) EXPECT_EQ(results[i], read(i)) << files[i];
}

TEST(Threads, ListLayers) {
  const auto list = [](size_t) {
    std::string result;
    render_layers_json(layers(), result);
    render_operations_json(operations(), result);
    return result;
  };
  expect_equal(in_threads(list), list(0));
}

}  // namespace
}  // namespace nnsummary
