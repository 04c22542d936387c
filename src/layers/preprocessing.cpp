#include <fmt/format.h>

#include <algorithm>

#include "layers/encoding.h"
#include "layers/families.h"
#include "layers/masks.h"

namespace nnsummary {
namespace {

constexpr Arg rescaling_args[] = {
    {"scale", Kind::Any, required, {}, "factor, a number or one per channel"},
    {"offset", Kind::Any, 0.0, {}, "offset, a number or one per channel"},
};

constexpr Arg normalization_args[] = {
    {"axis",
     Kind::Tuple,
     -1,
     {.nullable = true},
     "axes with a separate mean and variance per index; null for a single one"},
    {"mean", Kind::Any, nullptr, {}, "mean, if it isn't learned from data"},
    {"variance", Kind::Any, nullptr, {}, "variance, if it isn't learned from data"},
    {"invert", Kind::Bool, false, {}, "whether to invert the normalization"},
};

// Returns the depth of nested lists of numbers: the rank of the array.
int rank_of(const Value* value) {
  int rank = 0;
  if (const Value* config = value->find("config")) value = config->find("value");
  while (value && value->is_list()) {
    ++rank;
    value = value->items().empty() ? nullptr : &value->items().front();
  }
  return rank;
}

void check_normalization(const Arguments& args) {
  if (args.is_null("mean") != args.is_null("variance")) {
    args.fail(args.is_null("mean") ? "variance" : "mean", "'mean' and 'variance' to be given both, or neither");
  }
  if (args.is_null("mean")) return;
  const size_t axes = args.is_null("axis") ? 0 : args.tuple("axis").size();
  const int rank = rank_of(args.find("mean"));
  if (rank != rank_of(args.find("variance"))) args.fail("variance", "the same shape as that of 'mean'");
  if (static_cast<size_t>(rank) > axes) args.fail("mean", fmt::format("at most {} axes, as many as 'axis' has", axes));
}

void normalization(Call& call) {
  const Shape in = call.input();
  std::vector<int> axes;
  if (!call.is_null("axis")) {
    for (const Integer axis : call.args().tuple("axis")) {
      if (!in.has_axis(axis)) {
        call.fail(fmt::format("axis {} is not one of the input's, whose shape is {}", axis, to_text(in)));
      }
      axes.push_back(in.axis(axis));
    }
  }
  std::sort(axes.begin(), axes.end());
  Shape kept;
  for (const int axis : axes) {
    const std::string name = axes.size() == 1 ? "features" : fmt::format("size of axis {}", axis);
    kept.append(in[axis].as(name.c_str()));
  }
  if (call.is_null("mean")) {
    call.weight("mean", kept, {.trainable = false});
    call.weight("variance", kept, {.trainable = false});
    call.weight("count", {}, {.trainable = false, .dtype = DType::Int64});
  } else if (!kept.fully_known()) {
    call.fail("expected the sizes along 'axis' to be known, found the shape " + to_text(in));
  }
  call.output(in);
}

constexpr Arg sparse{"sparse", Kind::Bool, false, {}, "whether to return a sparse tensor"};

constexpr Arg category_encoding_args[] = {
    {"num_tokens", Kind::Dim, required, {}, "number of categories"},
    {"output_mode", Kind::String, "multi_hot", one_of("multi_hot|count|one_hot|binary"), "encoding of the output"},
    sparse,
};

constexpr CallArg category_encoding_call[] = {{"inputs"}, {"count_weights", CallArg::Type::OptionalTensor}};

void category_encoding(Call& call) {
  const Shape in = call.input();
  const Dim tokens = call.integer("num_tokens");
  const Shape out = call.string("output_mode") == "one_hot" ? one_hot(in, tokens) : multi_hot(in, tokens);
  call.output_tensors(Tensor{out, call.compute_dtype(), call.flag("sparse")});
}

constexpr Arg discretization_args[] = {
    {"bin_boundaries", Kind::Any, nullptr, {}, "boundaries of the bins, if they aren't learned from data"},
    {"num_bins", Kind::Int, nullptr, at_least(0), "number of bins to learn from data"},
    {"epsilon", Kind::Float, 0.01, {}, "error tolerance of the learned quantiles"},
    {"output_mode", Kind::String, "int", one_of("int|one_hot|multi_hot|count"), "encoding of the output"},
    sparse,
};

void check_discretization(const Arguments& args) {
  check_sparse(args);
  const Value* boundaries = args.find("bin_boundaries");
  if (args.is_null("bin_boundaries")) {
    if (args.is_null("num_bins")) args.fail("num_bins", "an integer where 'bin_boundaries' isn't given");
  } else if (!boundaries->is_list()) {
    args.fail("bin_boundaries", "a list of numbers");
  }
}

// With several bins in one vector, Keras drops the second axis, even where it isn't the last.
Shape bins_as_one(const Shape& in, Dim depth) {
  if (in.rank() < 2) return {depth};
  return in.without(1).inserted(in.rank() - 1, depth);
}

void discretization(Call& call) {
  const Shape in = call.input();
  const std::string_view mode = call.string("output_mode");
  if (mode == "int") return call.output_tensors(Tensor{in, DType::Int32});
  const Value* boundaries = call.args().find("bin_boundaries");
  const bool given = boundaries && boundaries->is_list();
  const Dim depth = given ? static_cast<int64_t>(boundaries->items().size()) + 1 : call.integer("num_bins");
  call.output(mode == "one_hot" ? one_hot(in, depth) : bins_as_one(in, depth));
}

constexpr Arg hashing_args[] = {
    {"num_bins", Kind::Dim, required, {}, "number of bins"},
    {"mask_value", Kind::Any, nullptr, {}, "value that is mapped to bin 0"},
    {"salt", Kind::Any, nullptr, {}, "salt of the hash, an integer or a list of two"},
    {"output_mode", Kind::String, "int", one_of("int|one_hot|multi_hot|count"), "encoding of the output"},
    sparse,
};

// Returns the name of the dtype in a configuration, or "" where there is none.
std::string_view type_name(const Arguments& args) {
  const Value* dtype = args.config()->find("dtype");
  if (!dtype || dtype->is_null()) return {};
  if (dtype->is_string()) return dtype->string();
  const Value* config = dtype->find("config");
  return config ? config->string_of("name") : std::string_view();
}

// The dtype of indices where the layer's isn't given.
DType index_type(const Call& call) { return type_name(call.args()).empty() ? DType::Int64 : call.compute_dtype(); }

void check_hashing(const Arguments& args) {
  check_sparse(args);
  const std::string_view type = type_name(args);
  if (args.string("output_mode") == "int" && !type.empty() && type != "int32" && type != "int64") {
    throw LayerError{
        fmt::format("argument 'dtype': expected int32 or int64 where 'output_mode' is 'int', found {}", type),
        args.config()->find("dtype")};
  }
  check_salt(args);
}

void hashing(Call& call) {
  const Shape in = call.input();
  if (call.string("output_mode") == "int") return call.output_tensors(Tensor{in, index_type(call)});
  call.output(multi_hot(in, call.integer("num_bins")));
}

constexpr Arg hashed_crossing_args[] = {
    {"num_bins", Kind::Int, required, {.least = 0, .nullable = true}, "number of bins"},
    {"output_mode", Kind::String, "int", one_of("int|one_hot"), "encoding of the output"},
    sparse,
};

void hashed_crossing(Call& call) {
  const Structure<Tensor>& inputs = call.inputs();
  const bool are_two = inputs.items.size() == 2 && inputs.keys.empty();
  if (!are_two || !inputs.items[0].items.empty() || !inputs.items[1].items.empty()) {
    call.fail("expected a list of two tensors");
  }
  const Shape& in = inputs.items[0].leaf.shape;
  const Shape& other = inputs.items[1].leaf.shape;
  if (in.rank() == 0 || other.rank() == 0 || !(in.last() == other.last())) {
    call.fail(
        fmt::format("expected two tensors with the same last size, found {} and {}", to_text(in), to_text(other)));
  }
  if (call.string("output_mode") == "int") return call.output_tensors(Tensor{in, index_type(call)});
  const Dim bins = call.is_null("num_bins") ? Dim() : Dim(call.integer("num_bins"));
  call.output(in.last() == Dim(1) ? in.with_last(bins) : in.inserted(in.rank(), bins));
}

constexpr Arg pipeline_args[] = {
    {"layers", Kind::Layers, required, {}, "layers, applied in order"},
};

void pipeline(Call& call) {
  call.list_sublayers();
  std::vector<Sublayer> layers;
  for (const Value& config : call.args().find("layers")->items()) {
    layers.push_back(call.sublayer(fmt::format("_pipeline_layers/{}", layers.size()), config));
  }
  Structure<Tensor> tensors = call.inputs();
  if (layers.empty()) call.args().fail("layers", "at least one layer");
  for (Sublayer& layer : layers) tensors = layer.call(std::move(tensors));
  call.output_tensors(std::move(tensors));
}

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Preprocessing;

constexpr LayerEntry kLayers[] = {
    with_mask(pass_mask, {"Rescaling", kModule, kFamily, "multiplies by a scale and adds an offset", rescaling_args,
                          one_input, same_shape}),
    with_mask(pass_mask, {"Normalization", kModule, kFamily, "scales features to mean 0 and variance 1",
                          normalization_args, one_input, normalization, check_normalization}),
    {"CategoryEncoding", kModule, kFamily, "encodes categories as vectors", category_encoding_args,
     category_encoding_call, category_encoding},
    {"Discretization", kModule, kFamily, "sorts numbers into bins", discretization_args, one_input, discretization,
     check_discretization},
    {"Hashing", kModule, kFamily, "sorts categories into bins by a hash", hashing_args, one_input, hashing,
     check_hashing},
    {"HashedCrossing", kModule, kFamily, "sorts combinations of categories into bins by a hash", hashed_crossing_args,
     input_list, hashed_crossing},
    {"Pipeline", kModule, kFamily, "applies layers in order", pipeline_args, input_and_mask, pipeline},
};

}  // namespace

std::span<const LayerEntry> preprocessing_layers() { return kLayers; }

}  // namespace nnsummary
