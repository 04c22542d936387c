// Convolutions with kernels that are tensors of the model, pooling, normalization, losses.
#include <fmt/format.h>

#include "ops/families.h"
#include "ops/windows.h"

namespace nnsummary {
namespace {

Shape ones(int rank) { return as_shape(Integers(static_cast<size_t>(rank), 1)); }

SpatialAxes axes_of_input(const Call& call, const Shape& input, bool last) {
  if (input.rank() < 2) call.fail("expected a batch and channels, found the shape " + to_text(input));
  return {input.rank() - 2, last};
}

// The inputs and the kernel of a convolution.
struct Convolution {
  Convolution(const Call& call, std::string_view kernel_argument, int channel_axis);

  Shape positions(const Call& call) const;

  Tensor inputs;
  Shape kernel;
  SpatialAxes axes;
  Shape window;
};

Convolution::Convolution(const Call& call, std::string_view kernel_argument, int channel_axis)
    : inputs(tensor_of(call, "inputs")),
      kernel(shape_of(call, kernel_argument)),
      axes(axes_of_input(call, inputs.shape, channels_last(call))) {
  if (kernel.rank() != inputs.shape.rank()) {
    call.fail(fmt::format("expected a kernel of {} axes, found the shape {}", inputs.shape.rank(), to_text(kernel)));
  }
  const Dim channels = inputs.shape[axes.channels()];
  const Dim expected = kernel[channel_axis];
  if (channels.known() && expected.known() && !(channels == expected)) {
    call.fail(fmt::format("expected inputs with the kernel's number of channels, found the shapes {} and {}",
                          to_text(inputs.shape), to_text(kernel)));
  }
  window = kernel.slice(0, kernel.rank() - 2);
}

Shape Convolution::positions(const Call& call) const {
  const Shape strides = call.option("strides") ? sizes_along(call, "strides", axes.rank) : ones(axes.rank);
  check_strides(call, strides);
  return convolved(call, axes.of(inputs.shape), window, strides);
}

void conv(Call& call) {
  const Convolution of(call, "kernel", -2);
  const Shape positions = of.positions(call);
  call.macs({of.inputs.shape.first(), positions.product(), of.kernel.product()});
  returns(call, of.axes.with(of.inputs.shape, positions, of.kernel.last()), of.inputs.dtype);
}

Dim depthwise_filters(const Call& call, const Convolution& of) {
  const Dim filters = of.kernel[-2] * of.kernel[-1];
  if (!filters.known()) call.fail("expected a kernel of known size, found the shape " + to_text(of.kernel));
  return filters;
}

void depthwise_conv(Call& call) {
  const Convolution of(call, "kernel", -2);
  const Shape positions = of.positions(call);
  call.macs({of.inputs.shape.first(), positions.product(), of.kernel.product()});
  returns(call, of.axes.with(of.inputs.shape, positions, depthwise_filters(call, of)), of.inputs.dtype);
}

void separable_conv(Call& call) {
  const Convolution of(call, "depthwise_kernel", -2);
  const Shape pointwise = shape_of(call, "pointwise_kernel");
  if (pointwise.rank() == 0) call.fail("expected a pointwise kernel with axes");
  const Shape positions = of.positions(call);
  depthwise_filters(call, of);
  call.macs({of.inputs.shape.first(), positions.product(), of.kernel.product()});
  call.macs({of.inputs.shape.first(), positions.product(), pointwise.product()});
  returns(call, of.axes.with(of.inputs.shape, positions, pointwise.last()), of.inputs.dtype);
}

// The rule is from _get_output_shape_given_tf_padding in keras/src/backend/common/backend_utils.py.
Dim transposed_size(Dim size, Dim window, Dim stride, std::optional<Integer> padding, bool valid) {
  if (!size.known()) return size;
  if (valid) {
    const Dim added = padding ? Dim(*padding) : max(window, stride) - window;
    return (size - 1) * stride + window + added;
  }
  if (!padding) return size * stride;
  return (size - 1) * stride + (window - window / 2 * 2) + *padding;
}

void conv_transpose(Call& call) {
  const Convolution of(call, "kernel", -1);
  const auto count = static_cast<size_t>(of.axes.rank);
  const Shape strides = call.option("strides") ? as_shape(integers_of(call, "strides", count)) : ones(of.axes.rank);
  check_strides(call, strides);
  const Shape dilation = dilation_of(call, of.axes.rank);
  const bool valid = padding_of(call, "valid|same") == "valid";
  Integers padding;
  if (given(call, "output_padding")) padding = integers_of(call, "output_padding", count);
  const Shape sizes = of.axes.of(of.inputs.shape);
  Shape result;
  if (!of.window.fully_known()) call.fail("expected a kernel of known size, found the shape " + to_text(of.kernel));
  for (int i = 0; i < of.axes.rank; ++i) {
    const Dim window = (of.window[i] - 1) * dilation[i] + 1;
    const auto added = padding.empty() ? std::nullopt : std::optional(padding[static_cast<size_t>(i)]);
    result.append(transposed_size(sizes[i], window, strides[i], added, valid));
  }
  call.macs({of.inputs.shape.first(), sizes.product(), of.kernel.product()});
  returns(call, of.axes.with(of.inputs.shape, result, of.kernel[-2]), of.inputs.dtype);
}

void pool(Call& call) {
  const Tensor inputs = tensor_of(call, "inputs");
  // Null isn't the default here: Keras sets the value before it creates the operation.
  const bool last = given(call, "data_format") && string_of(call, "data_format", {}) == "channels_last";
  const SpatialAxes axes = axes_of_input(call, inputs.shape, last);
  const Shape window = sizes_along(call, "pool_size", axes.rank);
  const Shape strides = strides_of(call, axes.rank, window);
  const Shape positions =
      window_positions(call, axes.of(inputs.shape), window, strides, ones(axes.rank), padding_of(call, "valid|same"));
  returns(call, axes.with(inputs.shape, positions, inputs.shape[axes.channels()]), inputs.dtype);
}

std::pair<Dim, Dim> pair_of(const Call& call, std::string_view argument) {
  const Integers values = integers_of(call, argument, 2);
  return {values[0], values[1]};
}

std::pair<Dim, Dim> pair_of(const Call& call, std::string_view argument, Integer fallback) {
  return call.option(argument) ? pair_of(call, argument) : std::pair<Dim, Dim>(fallback, fallback);
}

// Extracts every window of an image as a column.
void unfold(Call& call) {
  const Shape x = shape_of(call, "x");
  if (x.rank() != 4 || !x.slice(1, 4).fully_known()) {
    call.fail("expected images of known size, channels first, found the shape " + to_text(x));
  }
  const auto window = pair_of(call, "kernel_size");
  const auto dilation = pair_of(call, "dilation", 1);
  const auto padding = pair_of(call, "padding", 0);
  const auto stride = pair_of(call, "stride", 1);
  if (stride.first == Dim(0) || stride.second == Dim(0)) call.fail("expected 'stride' not to be 0");
  const auto positions = [](Dim size, Dim k, Dim d, Dim p, Dim s) { return (size + p * 2 - d * (k - 1) - 1) / s + 1; };
  const Dim rows = positions(x[2], window.first, dilation.first, padding.first, stride.first);
  const Dim columns = positions(x[3], window.second, dilation.second, padding.second, stride.second);
  returns(call, Shape{x[0], x[1] * window.first * window.second, rows * columns});
}

// Builds the images that unfold() would split into these columns.
void fold(Call& call) {
  const Shape x = shape_of(call, "x");
  if (x.rank() != 3) call.fail("expected an input of 3 axes, found the shape " + to_text(x));
  const auto window = pair_of(call, "kernel_size");
  const auto size = pair_of(call, "output_size");
  const Dim points = window.first * window.second;
  if (!points.known() || points == Dim(0) || (x[1].known() && x[1].value() % points.value() != 0)) {
    call.fail(fmt::format("expected the second axis of {} to be a multiple of the window's points", to_text(x)));
  }
  returns(call, Shape{x[0], x[1] / points, size.first, size.second});
}

// Moves blocks of an image to channels, or channels to blocks.
template <bool to_depth>
void rearrange_blocks(Call& call) {
  const Shape x = shape_of(call, "x");
  if (x.rank() != 4) call.fail("expected images of 4 axes, found the shape " + to_text(x));
  const SpatialAxes axes{2, channels_last(call)};
  const Integer block = integer_of(call, "block_size");
  const Dim area = Dim(block) * block;
  if (block == 0 || !area.known()) call.fail(fmt::format("argument 'block_size': found {}", block));
  const auto divided = [&](Dim size, Dim by) {
    if (size.known() && size.value() % by.value() != 0) {
      call.fail(
          fmt::format("expected a multiple of {}, found {} in the shape {}", by.value(), size.value(), to_text(x)));
    }
    return size / by;
  };
  Shape sizes = axes.of(x);
  for (int i = 0; i < 2; ++i) sizes[i] = to_depth ? divided(sizes[i], block) : sizes[i] * block;
  const Dim channels = x[axes.channels()];
  returns(call, axes.with(x, sizes, to_depth ? channels * area : divided(channels, area)));
}

void batch_norm(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const Shape expected{x.shape[axis_in(call, integer_of(call, "axis"), x.shape.rank())]};
  const auto check = [&](std::string_view argument) {
    const Shape found = shape_of(call, argument);
    if (found == expected) return;
    call.fail(
        fmt::format("argument '{}': expected the shape {}, found {}", argument, to_text(expected), to_text(found)));
  };
  check("mean");
  check("variance");
  const bool has_offset = given(call, "offset");
  if (has_offset) check("offset");
  if (has_offset || given(call, "scale")) check("scale");
  returns(call, x.shape, x.dtype);
}

// Checks the two inputs of a loss, which must have the same shape.
Tensor compared(const Call& call) {
  const Shape target = shape_of(call, "target");
  Tensor output = tensor_of(call, "output");
  if (!(target == output.shape)) {
    call.fail(fmt::format("expected target and output of one shape, found {} and {}", to_text(target),
                          to_text(output.shape)));
  }
  return output;
}

void binary_crossentropy(Call& call) { returns(call, compared(call).shape); }

void categorical_crossentropy(Call& call) {
  const Tensor output = compared(call);
  if (output.shape.rank() == 0) call.fail("expected an output with classes, found a scalar");
  returns(call, output.shape.without(-1));
}

void sparse_categorical_crossentropy(Call& call) {
  const Shape output = shape_of(call, "output");
  Shape target = shape_of(call, "target");
  const Shape result = output.without(axis_of(call, "axis", output.rank(), -1));
  if (target.rank() == output.rank() && target.last() == Dim(1)) target = target.without(-1);
  if (!(target == result)) {
    call.fail(fmt::format("expected a target of the output's shape without the classes, found {} and {}",
                          to_text(target), to_text(output)));
  }
  returns(call, result);
}

void ctc_loss(Call& call) {
  const auto batch = [&call](std::string_view argument) {
    const Shape shape = shape_of(call, argument);
    if (shape.rank() == 0) call.fail(fmt::format("argument '{}': expected a batch, found a scalar", argument));
    return shape.first();
  };
  const Dim expected = batch("target");
  for (const std::string_view argument : {"output", "target_length", "output_length"}) {
    if (!(batch(argument) == expected)) call.fail("expected one batch size of all inputs");
  }
  returns(call, Shape{expected});
}

void ctc_decode(Call& call) {
  const Shape inputs = shape_of(call, "inputs");
  if (inputs.rank() < 2) call.fail("expected a batch of sequences, found the shape " + to_text(inputs));
  const bool greedy = string_of(call, "strategy", "greedy") == "greedy";
  const Dim paths = greedy ? 1 : integer_of(call, "top_paths", 1);
  returns_all(call, {Shape{paths, inputs[0], inputs[1]}, Shape{inputs[0], paths}});
}

void psnr(Call& call) {
  const Shape x1 = shape_of(call, "x1");
  const Shape x2 = shape_of(call, "x2");
  if (x1.rank() != x2.rank()) {
    call.fail(fmt::format("expected two inputs of equal rank, found {} and {}", to_text(x1), to_text(x2)));
  }
  returns(call, Shape());
}

constexpr OpEntry kOps[] = {
    {"Conv", "nn", "conv", "inputs kernel :strides :padding :data_format :dilation_rate", conv},
    {"DepthwiseConv", "nn", "depthwise_conv", "inputs kernel :strides :padding :data_format :dilation_rate",
     depthwise_conv},
    {"SeparableConv", "nn", "separable_conv",
     "inputs depthwise_kernel pointwise_kernel :strides :padding :data_format :dilation_rate", separable_conv},
    {"ConvTranspose", "nn", "conv_transpose",
     "inputs kernel :strides :padding :output_padding :data_format :dilation_rate", conv_transpose},
    {"MaxPool", "nn", "max_pool", "inputs :pool_size :strides :padding :data_format", pool},
    {"AveragePool", "nn", "average_pool", "inputs :pool_size :strides :padding :data_format", pool},
    {"Unfold", "nn", "unfold", "x :kernel_size :dilation :padding :stride", unfold},
    {"Fold", "nn", "fold", "x :output_size :kernel_size :dilation :padding :stride", fold},
    {"SpaceToDepth", "nn", "space_to_depth", "x :block_size :data_format", rearrange_blocks<true>},
    {"DepthToSpace", "nn", "depth_to_space", "x :block_size :data_format", rearrange_blocks<false>},
    {"BatchNorm", "nn", "batch_normalization", "x mean variance :axis ?offset ?scale :epsilon", batch_norm},
    {"BinaryCrossentropy", "nn", "binary_crossentropy", "target output :from_logits", binary_crossentropy},
    {"CategoricalCrossentropy", "nn", "categorical_crossentropy", "target output :from_logits :axis",
     categorical_crossentropy},
    {"SparseCategoricalCrossentropy", "nn", "sparse_categorical_crossentropy", "target output :from_logits :axis",
     sparse_categorical_crossentropy},
    {"CTCLoss", "nn", "ctc_loss", "target output target_length output_length :mask_index", ctc_loss},
    {"CTCDecode", "nn", "ctc_decode",
     "inputs sequence_lengths :strategy :beam_width :top_paths :merge_repeated :mask_index", ctc_decode},
    {"PSNR", "nn", "psnr", "x1 x2 :max_val", psnr},
};

}  // namespace

std::span<const OpEntry> nn_ops() { return kOps; }

}  // namespace nnsummary
