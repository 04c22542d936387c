// The catalog of layers and operations, and the tables behind it.
#include "nnsummary/layers.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/structures.h"
#include "layers/entry.h"
#include "layers/objects.h"
#include "nnsummary/error.h"

namespace nnsummary {
namespace {

const ArgumentInfo& argument(const LayerInfo& layer, std::string_view name) {
  return *std::find_if(layer.arguments.begin(), layer.arguments.end(), [&](auto& a) { return a.name == name; });
}

template <typename Function>
std::string message_of(const Function& function) {
  try {
    function();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Layers, DescribesArguments) {
  const std::vector<LayerInfo> found = find_layers("Dense");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].module, "keras.layers");
  EXPECT_EQ(found[0].family, "core");
  EXPECT_TRUE(argument(found[0], "units").required);
  EXPECT_EQ(argument(found[0], "units").expects, "a positive integer");
  EXPECT_EQ(argument(found[0], "use_bias").default_value, DefaultValue(true));
  EXPECT_EQ(argument(found[0], "activation").default_value, DefaultValue());
  EXPECT_EQ(argument(found[0], "bias_initializer").default_value, DefaultValue(std::string_view("zeros")));
}

TEST(Layers, SuggestsTheNearestName) {
  EXPECT_EQ(message_of([] { find_layers("Dens"); }), "no layer is called 'Dens'; did you mean 'Dense'?");
  EXPECT_EQ(message_of([] { find_operations("Maen"); }), "no operation is called 'Maen'; did you mean 'Mean'?");
}

TEST(Layers, FindsEveryListedName) {
  for (const LayerInfo& layer : layers()) EXPECT_FALSE(find_layers(layer.name).empty()) << layer.name;
  for (const OperationInfo& operation : operations()) EXPECT_FALSE(find_operations(operation.name).empty());
}

TEST(Layers, DescriptionHasFormulas) {
  std::string text;
  describe_layer(find_layers("Dense")[0], text);
  EXPECT_NE(text.find("units × (inputs + 1)"), std::string::npos) << text;
}

TEST(OpArgs, HasTypes) {
  constexpr OpArgs args = "x ?mask :axis *rest";
  ASSERT_EQ(args.size(), 4U);
  EXPECT_EQ(args[0].name, "x");
  EXPECT_EQ(args[0].type, OpArg::Type::Tensor);
  EXPECT_EQ(args[1].name, "mask");
  EXPECT_EQ(args[1].type, OpArg::Type::OptionalTensor);
  EXPECT_EQ(args[2].name, "axis");
  EXPECT_TRUE(args[2].is_constructor());
  EXPECT_EQ(args[3].name, "rest");
  EXPECT_EQ(args[3].type, OpArg::Type::Rest);
  EXPECT_EQ(OpArgs("").size(), 0U);
}

TEST(Objects, HaveOneClassByAnyName) {
  EXPECT_EQ(object_class(Kind::Initializer, "glorot_uniform"), "GlorotUniform");
  EXPECT_EQ(object_class(Kind::Initializer, "GlorotUniform"), "GlorotUniform");
  EXPECT_EQ(object_class(Kind::Initializer, "one"), "Ones");
  EXPECT_EQ(object_class(Kind::Initializer, "IdentityInitializer"), "Identity");
  EXPECT_EQ(object_class(Kind::Regularizer, "l2"), "L2");
  EXPECT_EQ(object_class(Kind::Constraint, "max_norm"), "MaxNorm");
  EXPECT_EQ(object_class(Kind::Activation, "relu"), "relu");
  EXPECT_EQ(object_class(Kind::Activation, "swish"), "silu");
  EXPECT_EQ(object_class(Kind::Activation, "hard_swish"), "hard_silu");
  EXPECT_EQ(object_class(Kind::Activation, "l2"), "");
  EXPECT_EQ(object_class(Kind::Initializer, ""), "");
}

TEST(Objects, EveryNameHasAClass) {
  for (const Kind kind : {Kind::Activation, Kind::Initializer, Kind::Regularizer, Kind::Constraint}) {
    for (const std::string_view name : object_names(kind)) EXPECT_NE(object_class(kind, name), "") << name;
  }
}

TEST(Structures, FlattensDictsByKey) {
  Structure<int> dict(Structure<int>::Kind::Dict, {1, Structure<int>(Structure<int>::Kind::List, {2, 3})});
  dict.keys = {"b", "a"};
  EXPECT_EQ(flatten(dict), (std::vector<int>{2, 3, 1}));
}

TEST(Structures, MapsLeavesAndKeepsTheRest) {
  Structure<Shape> dict(Structure<Shape>::Kind::Dict, {Shape{1, 2}});
  dict.keys = {"a"};
  const Structure<Tensor> tensors = with_dtype(dict, DType::Int8);
  EXPECT_EQ(tensors.kind, Structure<Tensor>::Kind::Dict);
  EXPECT_EQ(tensors.keys, dict.keys);
  EXPECT_EQ(tensors.items[0].leaf.shape, (Shape{1, 2}));
  EXPECT_EQ(tensors.items[0].leaf.dtype, DType::Int8);
  EXPECT_EQ(shapes_of(tensors).items[0].leaf, (Shape{1, 2}));
}

}  // namespace
}  // namespace nnsummary
