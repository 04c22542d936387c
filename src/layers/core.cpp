#include <fmt/format.h>

#include <algorithm>

#include "layers/common_args.h"
#include "layers/families.h"
#include "layers/objects.h"

namespace nnsummary {
namespace {

constexpr Arg input_args[] = {
    {"shape", Kind::Shape, nullptr, {}, "shape without the batch"},
    {"batch_size", Kind::Int, nullptr, {}, "size of the batch, if it is fixed"},
    {"dtype", Kind::DType, nullptr, {}, "type of the elements"},
    {"sparse", Kind::Bool, false, {.nullable = true}, "whether the tensors are sparse"},
    {"ragged", Kind::Bool, false, {.nullable = true}, "whether the tensors are ragged"},
    {"batch_shape", Kind::Shape, nullptr, {}, "shape with the batch"},
    {"input_tensor", Kind::Any, nullptr, {}, "a tensor to wrap"},
    {"optional", Kind::Bool, false, {}, "whether the input may be None"},
    {"name", Kind::Text, nullptr, {}, "what the input is called"},
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
    const auto dtype = parse_dtype(call.text("dtype"));
    if (!dtype) call.args().fail("dtype", "a type of elements, as 'float32'");
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
    {"init_values", Kind::Float, required, {}, "what the scale begins with"},
    {"projection_dim", Kind::Dim, required, {}, "number of channels"},
};

// Of keras.applications' ConvNeXt.
void layer_scale(Call& call) {
  call.weight("gamma", {call.dim("projection_dim")});
  call.output(call.input());
}

void identity(Call& call) { call.output_tensors(call.inputs()); }

constexpr Arg masking_args[] = {
    {"mask_value", Kind::Any, 0.0, {}, "steps in which every element is this are masked"},
};

constexpr Arg lambda_args[] = {
    {"function", Kind::Any, required, {}, "what is done"},
    {"output_shape", Kind::Any, nullptr, {}, "shape of the result without the batch"},
    {"mask", Kind::Any, nullptr, {}, "the mask of the result"},
    {"arguments", Kind::Any, nullptr, {}, "further arguments of the function"},
};

// A function of Keras's own that works element by element; Python code is never run.
bool is_elementwise(const Value& function) {
  const auto names = object_names(Kind::Activation);
  const std::string_view name = function.text_of("config");
  const bool is_activation = std::find(names.begin(), names.end(), name) != names.end();
  return function.text_of("class_name") == "function" && is_activation && name != "glu";
}

// A row without parameters. Where the result's shape isn't said, nor known of the function, it stays unknown.
void lambda(Call& call) {
  const Shape in = call.input();
  if (is_elementwise(*call.args().find("function"))) return call.output(in);
  const Value* given = call.args().find("output_shape");
  if (!given || !given->is_list() || in.rank() == 0) return;
  Shape output{in.first()};
  for (const Value& size : given->items()) {
    if (!size.is_int() && !size.is_null()) return;
    output.append(size.is_int() ? Dim(size.integer()) : Dim());
  }
  call.output(output);
}

constexpr LayerEntry kLayers[] = {
    {"InputLayer",
     "keras.layers",
     Family::Core,
     "an input of the model",
     input_args,
     {},
     input_layer,
     nullptr,
     Birth::Built},
    {"Dense", "keras.layers", Family::Core, "every output is connected to every input", dense_args, one_input, dense},
    {"Identity", "keras.layers", Family::Core, "the input as it is", {}, one_input, identity, nullptr, Birth::Built},
    {"Masking", "keras.layers", Family::Core, "marks steps that are to be left out", masking_args, one_input,
     same_shape, nullptr, Birth::Built},
    {"Lambda", "keras.layers", Family::Core, "a function of one's own", lambda_args, one_input, lambda},
    {"LayerScale", "keras.src.applications.convnext", Family::Core, "a factor for each channel, in ConvNeXt",
     layer_scale_args, one_input, layer_scale},
};

}  // namespace

std::span<const LayerEntry> core_layers() { return kLayers; }

}  // namespace nnsummary
