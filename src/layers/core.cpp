#include <fmt/format.h>

#include <algorithm>

#include "base/structures.h"
#include "layers/common_args.h"
#include "layers/families.h"
#include "layers/masks.h"
#include "layers/objects.h"

namespace nnsummary {
namespace {

constexpr Arg input_args[] = {
    {"shape", Kind::Shape, nullptr, {}, "shape without the batch axis"},
    {"batch_size", Kind::Int, nullptr, {}, "batch size, if it is fixed"},
    {"dtype", Kind::DType, nullptr, {}, "dtype of the input"},
    {"sparse", Kind::Bool, false, {.nullable = true}, "whether the tensors are sparse"},
    {"ragged", Kind::Bool, false, {.nullable = true}, "whether the tensors are ragged"},
    {"batch_shape", Kind::Shape, nullptr, {}, "shape with the batch axis"},
    {"input_tensor", Kind::Any, nullptr, {}, "existing tensor to wrap"},
    {"optional", Kind::Bool, false, {}, "whether the input may be None"},
    {"name", Kind::String, nullptr, {}, "name of the input"},
};

Shape shape_of(const Call& call, std::string_view argument) {
  Shape result;
  for (const Value& item : call.args().find(argument)->items()) {
    if (item.is_int() && item.integer() < 0) call.args().fail(argument, "sizes that are not negative");
    result.append(item.is_int() ? Dim(item.integer()) : Dim());
  }
  return result;
}

void input_layer(Call& call) {
  const bool has_batch = !call.is_null("batch_shape");
  if (!has_batch && call.is_null("shape")) call.fail("expected the argument 'batch_shape', or 'shape'");
  Tensor tensor;
  if (has_batch) {
    tensor.shape = shape_of(call, "batch_shape");
  } else {
    const Dim batch = call.is_null("batch_size") ? Dim() : Dim(call.integer("batch_size"));
    tensor.shape = shape_of(call, "shape").inserted(0, batch);
  }
  tensor.sparse = call.flag("sparse");
  if (!call.is_null("dtype")) {
    const auto dtype = parse_dtype(call.string("dtype"));
    if (!dtype) call.args().fail("dtype", "a dtype, such as 'float32'");
    tensor.dtype = *dtype;
  }
  call.output_tensors(tensor);
}

constexpr Arg units_arg{"units", Kind::Dim, required, {}, "size of the output"};
constexpr auto dense_args =
    join(units_arg, arg::activation, arg::kernel_and_bias, arg::lora_rank, arg::lora_alpha, arg::quantization_config);

void dense(Call& call) {
  const Shape in = call.input({.min_rank = 2, .pinned = -1});
  const Dim inputs = in.last().as("inputs");
  const Dim units = call.dim("units");
  call.kernel("kernel", {inputs, units}, {.form = KernelRule::Form::Matrix, .reduced = {0}, .scale = {units}});
  if (call.flag("use_bias")) call.weight("bias", {units});
  call.output(in.with_last(units));
  call.macs({in.positions(), inputs, units});
}

constexpr Arg layer_scale_args[] = {
    {"init_values", Kind::Float, required, {}, "initial value of the factors"},
    {"projection_dim", Kind::Dim, required, {}, "number of channels"},
};

// keras.applications.convnext has this layer.
void layer_scale(Call& call) {
  call.weight("gamma", {call.dim("projection_dim")});
  call.output(call.input());
}

void identity(Call& call) { call.output_tensors(call.inputs()); }

constexpr Arg masking_args[] = {
    {"mask_value", Kind::Any, 0.0, {}, "a timestep is masked if all its elements have this value"},
};

constexpr Arg lambda_args[] = {
    {"function", Kind::Any, required, {}, "the function"},
    {"output_shape", Kind::Any, nullptr, {}, "output shape without the batch axis"},
    {"mask", Kind::Any, nullptr, {}, "mask of the output"},
    {"arguments", Kind::Any, nullptr, {}, "keyword arguments of the function"},
};

// Returns true for a function of Keras that works element by element. Python code is never run.
bool is_elementwise(const Value& function) {
  const std::string_view name = function.string_of("config");
  const bool is_activation = !object_class(Kind::Activation, name).empty();
  return function.string_of("class_name") == "function" && is_activation && name != "glu";
}

// Returns the shapes that the argument `output_shape` gives, each after the batch dimension; nullopt if it is none.
std::optional<Structure<Shape>> given_shapes(const Value& value, Dim batch) {
  const auto is_size = [](const Value& item) { return item.is_int() || item.is_null(); };
  const auto items = value.items();
  if (value.is_list() && std::all_of(items.begin(), items.end(), is_size)) {
    Shape shape{batch};
    for (const Value& size : items) shape.append(size.is_int() ? Dim(size.integer()) : Dim());
    return Structure<Shape>(shape);
  }
  Structure<Shape> result(value.is_object() ? Structure<Shape>::Kind::Dict : Structure<Shape>::Kind::List, {});
  const auto add = [&](const Value& item) {
    if (auto shapes = given_shapes(item, batch)) result.items.push_back(std::move(*shapes));
  };
  for (const Value& item : items) add(item);
  for (const Member& member : value.members()) {
    result.keys.emplace_back(member.key);
    add(member.value);
  }
  const size_t expected = value.items().size() + value.members().size();
  return expected > 0 && result.items.size() == expected ? std::optional(std::move(result)) : std::nullopt;
}

// A Lambda has no parameters. Its output shape stays unknown unless the argument or a known function gives it.
void lambda(Call& call) {
  const Structure<Tensor>& inputs = call.inputs();
  const Value& function = *call.args().find("function");
  if (is_elementwise(function) && inputs.kind == Structure<Tensor>::Kind::Leaf) return call.output(call.input());
  const std::vector<Tensor> tensors = flatten(inputs);
  const Value* given = call.args().find("output_shape");
  if (!given || tensors.empty() || tensors.front().shape.rank() == 0) return;
  // A serialized function would have to be run.
  if (given->is_object() && given->find("class_name")) return;
  if (const auto shapes = given_shapes(*given, tensors.front().shape.first())) call.output(*shapes);
}

constexpr Arg custom_scale_args[] = {
    {"scale", Kind::Float, required, {}, "factor of the second input"},
};

// The first input plus the second times `scale`.
void custom_scale(Call& call) {
  const std::vector<Tensor> inputs = flatten(call.inputs());
  if (inputs.size() != 2) call.fail("expected two tensors");
  call.output(inputs[0].shape);
}

constexpr std::string_view kFeatureSpace = "keras.src.layers.preprocessing.feature_space";

constexpr LayerEntry kLayers[] = {
    {"InputLayer",
     "keras.layers",
     Family::Core,
     "an input of the model",
     input_args,
     {},
     input_layer,
     nullptr,
     Build::OnCreation},
    with_mask(pass_mask,
              {"Dense", "keras.layers", Family::Core, "a fully connected layer", dense_args, one_input, dense}),
    with_mask(pass_mask, {"Identity",
                          "keras.layers",
                          Family::Core,
                          "returns its input unchanged",
                          {},
                          one_input,
                          identity,
                          nullptr,
                          Build::OnCreation}),
    with_mask(masking_mask, {"Masking", "keras.layers", Family::Core,
                             "masks the timesteps of a sequence that later layers should skip", masking_args, one_input,
                             same_shape, nullptr, Build::OnCreation}),
    {"Lambda", "keras.layers", Family::Core, "calls a custom function", lambda_args, input_and_mask, lambda},
    {"CustomScaleLayer", "keras.src.applications.inception_resnet_v2", Family::Core,
     "adds a scaled tensor to another, in InceptionResNetV2", custom_scale_args, input_list, custom_scale, nullptr,
     Build::OnCreation},
    {"TFDIdentity",
     kFeatureSpace,
     Family::Core,
     "returns a feature unchanged, in a FeatureSpace",
     {},
     one_input,
     identity,
     nullptr,
     Build::OnCreation},
    {"LayerScale", "keras.src.applications.convnext", Family::Core,
     "multiplies each channel by a learned factor, in ConvNeXt", layer_scale_args, one_input, layer_scale},
};

}  // namespace

std::span<const LayerEntry> core_layers() { return kLayers; }

}  // namespace nnsummary
