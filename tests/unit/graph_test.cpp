#include <gtest/gtest.h>

#include "models.h"

namespace nnsummary::models {
namespace {

using Rows = std::vector<std::string>;

Json add(const std::string& name, const std::vector<std::string>& tensors) {
  return layer("Add", name, Json::object(), {tensors});
}

TEST(Graph, ListsRowsByDepthAndThenByFirstVisit) {
  const Json model = functional({input("in"), dense("short", {{"in"}}), dense("long1", {{"in"}}),
                                 dense("long2", {{"long1"}}), add("sum", {"short", "long2"})},
                                {"in"}, {"sum"});
  const Summary summary = summarize(read(model));
  EXPECT_EQ(rows(summary), (Rows{"in", "long1 <- in", "short <- in", "long2 <- long1", "sum <- short, long2"}));
  EXPECT_TRUE(summary.branching.parallel);
  EXPECT_TRUE(summary.branching.merges);
  EXPECT_FALSE(summary.branching.shares);
}

TEST(Graph, OrderOfTheFileDoesNotMatter) {
  const Json model =
      functional({add("sum", {"a", "b"}), dense("b", {{"a"}}), dense("a", {{"in"}}), input("in")}, {"in"}, {"sum"});
  EXPECT_EQ(rows(summarize(read(model))), (Rows{"in", "a <- in", "b <- a", "sum <- a, b"}));
}

TEST(Graph, LayersThatNoOutputDependsOnHaveNoRow) {
  const Json model = functional({input("in"), dense("a", {{"in"}}), dense("dead", {{"in"}})}, {"in"}, {"a"});
  EXPECT_EQ(rows(summarize(read(model))), (Rows{"in", "a <- in"}));
}

TEST(Graph, UnusedInputComesBeforeTheLastDepth) {
  const Json model =
      functional({input("in"), input("unused"), dense("a", {{"in"}}), dense("b", {{"a"}})}, {"in", "unused"}, {"b"});
  EXPECT_EQ(rows(summarize(read(model))), (Rows{"in", "a <- in", "unused", "b <- a"}));
}

TEST(Graph, SharedLayerIsOneRowAndCountsOnce) {
  const Json model =
      functional({input("x"), input("y"), dense("shared", {{"x"}, {"y"}}), add("sum", {"shared", "shared#1"})},
                 {"x", "y"}, {"sum"});
  const Summary summary = summarize(read(model));
  EXPECT_EQ(rows(summary), (Rows{"x", "y", "shared <- x, y", "sum <- shared, shared[1]"}));
  EXPECT_EQ(summary.totals.params(), Count(20));
  EXPECT_TRUE(summary.branching.shares);
}

TEST(Graph, NestedModelIsOneRowWithItsLayers) {
  const Json inner = functional_config({input("in"), dense("a", {{"in"}})}, {"in"}, {"a"});
  const Json model = functional({input("x"), input("y"), layer("Functional", "encoder", inner, {{"x"}, {"y"}}),
                                 add("sum", {"encoder", "encoder#1"})},
                                {"x", "y"}, {"sum"});
  const Summary summary = summarize(read(model));
  ASSERT_EQ(summary.layers.size(), 4u);
  EXPECT_EQ(summary.layers[2].name, "encoder");
  ASSERT_EQ(summary.layers[2].layers.size(), 2u);
  EXPECT_EQ(summary.layers[2].layers[1].name, "a");
  EXPECT_EQ(summary.totals.params(), Count(20));
}

TEST(Graph, RefusesCycles) {
  const Json model = functional({input("in"), add("a", {"in", "b"}), dense("b", {{"a"}})}, {"in"}, {"b"});
  const Diagnostic error = first_error(model);
  EXPECT_NE(error.message.find("loop"), std::string::npos) << error.message;
  EXPECT_EQ(error.layer, "a");
}

TEST(Graph, ErrorsNameTheLayerByItsPath) {
  const Json innermost = functional_config({input("in"), dense("a", {{"missing"}})}, {"in"}, {"a"});
  const Json inner =
      functional_config({input("in"), layer("Functional", "head", innermost, {{"in"}})}, {"in"}, {"head"});
  const Json model = functional({input("x"), layer("Functional", "encoder", inner, {{"x"}})}, {"x"}, {"encoder"});
  const Diagnostic error = first_error(model);
  EXPECT_NE(error.message.find("'missing'"), std::string::npos) << error.message;
  EXPECT_EQ(error.layer, "a");
  EXPECT_EQ(error.path, "encoder/head/a");
}

TEST(Graph, RefusesNamesThatAreUsedTwice) {
  const Json model = functional({input("in"), dense("a", {{"in"}}), dense("a", {{"in"}})}, {"in"}, {"a"});
  EXPECT_NE(first_error(model).message.find("used twice"), std::string::npos);
}

TEST(Graph, RefusesOutputsThatNoInputLeadsTo) {
  const Json model = functional({input("in"), input("other"), dense("a", {{"other"}})}, {"in"}, {"a"});
  EXPECT_NE(first_error(model).message.find("doesn't follow from the inputs"), std::string::npos);
}

TEST(Graph, RefusesEndsOutsideTheModel) {
  const Json model = functional({input("in"), dense("a", {{"in"}})}, {"in"}, {"a#1"});
  const Diagnostic error = first_error(model);
  EXPECT_NE(error.message.find("of a tensor in this model"), std::string::npos) << error.message;
  EXPECT_EQ(error.pointer, "/config/output_layers/0");
}

TEST(Graph, SequentialHasOneInput) {
  Json model{{"module", "keras"}, {"class_name", "Sequential"}, {"config", {{"name", "model"}}}};
  model["config"]["layers"] = {input("in"), dense("a", {}), input("second")};
  for (Json& item : model["config"]["layers"]) item.erase("inbound_nodes");
  EXPECT_NE(first_error(model).message.find("one InputLayer"), std::string::npos);
}

}  // namespace
}  // namespace nnsummary::models
