// Tests of verify(). tests/cli/weights.txt tests its output.
#include "nnsummary/verify.h"

#include <gtest/gtest.h>

namespace nnsummary {
namespace {

Model open(const std::string& file) {
  return Model::open(NNSUMMARY_TESTS_DIR "/" + file, {.container = {.program = NNSUMMARY_CONTAINER_PROGRAM}});
}

struct SpoiledCase {
  const char* file;
  Fault fault;
  const char* weight;
  const char* expected;
  const char* found;
};

TEST(Verify, FindsEachFault) {
  const SpoiledCase cases[] = {
      {"missing.keras", Fault::Missing, "cell/bias", "(16,) float32", ""},
      {"missing.h5", Fault::Missing, "cell/bias", "(16,) float32", ""},
      {"extra.keras", Fault::Unexpected, "", "", "(5,) float32 in layers/lstm/cell/vars/7"},
      {"extra.h5", Fault::Unexpected, "", "", "(5,) float32 in model_weights/lstm/lstm/lstm_cell/7"},
      {"shape.keras", Fault::Shape, "cell/kernel", "(3, 16) float32", "(3, 17) float32 in layers/lstm/cell/vars/0"},
      {"shape.h5", Fault::Shape, "cell/kernel", "(3, 16) float32", "(3, 17) float32 in lstm/lstm_cell/kernel"},
      {"dtype.keras", Fault::DType, "cell/bias", "(16,) float32", "(16,) float16 in layers/lstm/cell/vars/2"},
      {"dtype.h5", Fault::DType, "cell/bias", "(16,) float32", "(16,) float16 in lstm/lstm_cell/bias"},
      {"renamed.keras", Fault::Name, "", "lstm", "other in lstm"},
  };
  for (const auto& [file, fault, weight, expected, found] : cases) {
    const Verification result = verify(open(std::string("cli/data/spoiled/") + file));
    ASSERT_EQ(result.mismatches.size(), 1u) << file;
    const Mismatch& mismatch = result.mismatches[0];
    EXPECT_EQ(mismatch.fault, fault) << file;
    EXPECT_EQ(mismatch.weight, weight) << file;
    EXPECT_EQ(mismatch.expected, expected) << file;
    EXPECT_EQ(mismatch.found, found) << file;
    const bool changes_no_weight = fault == Fault::Name || fault == Fault::Unexpected;
    EXPECT_EQ(result.weights, changes_no_weight ? 3u : 2u) << file;
  }
}

// In a .h5 file, a renamed layer is a missing layer and an unexpected one.
TEST(Verify, FindsARenamedLayerOfAnH5File) {
  const Verification result = verify(open("cli/data/spoiled/renamed.h5"));
  ASSERT_EQ(result.mismatches.size(), 6u);
  for (size_t i = 0; i < 6; ++i) EXPECT_EQ(result.mismatches[i].fault, i < 3 ? Fault::Missing : Fault::Unexpected);
  EXPECT_EQ(result.weights, 0u);
}

// Every weight is found once, in nested models and shared layers too.
TEST(Verify, FindsEveryWeightOnce) {
  for (const char* file : {"nested.keras", "nested.h5", "siamese.keras", "siamese.h5", "rnn_zoo.keras", "rnn_zoo.h5",
                           "residual.keras", "unicode_names.h5", "ops_model.keras"}) {
    const Model model = open(std::string("corpus/files/") + file);
    const Verification result = verify(model);
    EXPECT_TRUE(result.mismatches.empty()) << file;
    EXPECT_TRUE(result.unverified.empty()) << file;
    const Summary summary = summarize(model);
    EXPECT_EQ(Count(result.bytes), bytes_of(summary.totals.bits())) << file;
    EXPECT_EQ(result.bytes, summary.stored_bytes) << file;
    EXPECT_GT(result.weights, 0u) << file;
  }
}

TEST(Verify, SaysWhatItCannotVerifyAndWhatIsBeyondTheModel) {
  const Verification custom = verify(open("cli/data/stored/custom_block_trained.keras"));
  EXPECT_TRUE(custom.mismatches.empty());
  EXPECT_EQ(custom.unverified, std::vector<std::string>{"blk"});
  ASSERT_EQ(custom.extras.size(), 1u);
  EXPECT_EQ(custom.extras[0].what, "optimizer state");
  EXPECT_EQ(custom.extras[0].tensors, 24u);
  ASSERT_EQ(custom.warnings.size(), 1u);
  EXPECT_EQ(custom.warnings[0].code, "unknown-class");
}

TEST(Verify, TreatsWarningsAsErrorsIfStrict) {
  EXPECT_THROW(verify(open("cli/data/stored/custom_block_trained.keras"), {.strict = true}), ModelError);
  EXPECT_NO_THROW(verify(open("corpus/files/nested.keras"), {.strict = true}));
}

TEST(Verify, RefusesWhatHasNoWeightsOrNoGraph) {
  EXPECT_THROW(verify(open("cli/data/mlp.json")), ModelError);
  // A model whose layers are in code: there is nothing to compare its weights with.
  EXPECT_EQ(verify(open("cli/data/stored/subclassed.keras")).unverified.size(), 1u);
}

}  // namespace
}  // namespace nnsummary
