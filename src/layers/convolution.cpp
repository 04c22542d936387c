#include <fmt/format.h>

#include <algorithm>

#include "layers/common_args.h"
#include "layers/families.h"

namespace nnsummary {
namespace {

constexpr Arg groups_arg{"groups", Kind::Int, 1, at_least(1), "number of groups that the channels are split into"};

template <int rank>
constexpr auto conv_args = join(arg::filters, arg::kernel_size<rank>, arg::strides<rank>, arg::padding,
                                arg::data_format, arg::dilation_rate<rank>, groups_arg, arg::activation,
                                arg::kernel_and_bias, arg::lora_rank, arg::lora_alpha);

template <int rank>
constexpr Arg output_padding{"output_padding",
                             Kind::Tuple,
                             nullptr,
                             {.least = 0, .length = rank},
                             "size added to one side of the output along each axis"};

constexpr auto transposed_3d_args =
    join(arg::filters, arg::kernel_size<3>, arg::strides<3>, arg::padding, arg::data_format, output_padding<3>,
         arg::dilation_rate<3>, arg::activation, arg::kernel_and_bias);

template <int rank>
constexpr auto transposed_args = join(arg::filters, arg::kernel_size<rank>, arg::strides<rank>, arg::padding,
                                      output_padding<rank>, arg::data_format, arg::dilation_rate<rank>, arg::activation,
                                      arg::kernel_and_bias);

constexpr Arg depth_multiplier{"depth_multiplier", Kind::Int, 1, at_least(1),
                               "number of output channels per input channel"};
constexpr Arg depthwise_initializer{
    "depthwise_initializer", Kind::Initializer, "glorot_uniform", {}, "initial values of the depthwise kernel"};
constexpr Arg depthwise_regularizer{
    "depthwise_regularizer", Kind::Regularizer, nullptr, {}, "penalty on the depthwise kernel"};
constexpr Arg depthwise_constraint{
    "depthwise_constraint", Kind::Constraint, nullptr, {}, "limits on the depthwise kernel"};

template <int rank>
constexpr auto depthwise_args = join(arg::kernel_size<rank>, arg::strides<rank>, arg::padding, depth_multiplier,
                                     arg::data_format, arg::dilation_rate<rank>, arg::activation, arg::use_bias,
                                     depthwise_initializer, arg::bias_initializer, depthwise_regularizer,
                                     arg::bias_regularizer, arg::activity_regularizer, depthwise_constraint,
                                     arg::bias_constraint);

constexpr Arg pointwise_initializer{
    "pointwise_initializer", Kind::Initializer, "glorot_uniform", {}, "initial values of the pointwise kernel"};
constexpr Arg pointwise_regularizer{
    "pointwise_regularizer", Kind::Regularizer, nullptr, {}, "penalty on the pointwise kernel"};
constexpr Arg pointwise_constraint{
    "pointwise_constraint", Kind::Constraint, nullptr, {}, "limits on the pointwise kernel"};

template <int rank>
constexpr auto separable_args = join(arg::filters, arg::kernel_size<rank>, arg::strides<rank>, arg::padding,
                                     arg::data_format, arg::dilation_rate<rank>, depth_multiplier, arg::activation,
                                     arg::use_bias, depthwise_initializer, pointwise_initializer, arg::bias_initializer,
                                     depthwise_regularizer, pointwise_regularizer, arg::bias_regularizer,
                                     arg::activity_regularizer, depthwise_constraint, pointwise_constraint,
                                     arg::bias_constraint);

Integer largest(const Arguments& args, std::string_view argument) {
  const std::vector<Integer> sizes = args.tuple(argument);
  return *std::max_element(sizes.begin(), sizes.end());
}

void check_padding(const Arguments& args) {
  const std::string padding = lowered(args.string("padding"));
  const bool causal = padding == "causal" && args.tuple("kernel_size").size() == 1;
  if (padding != "valid" && padding != "same" && !causal) args.fail("padding", "'valid' or 'same'");
}

void check_dilation(const Arguments& args) {
  if (largest(args, "strides") > 1 && largest(args, "dilation_rate") > 1) {
    args.fail("dilation_rate", "1 where 'strides' is more than 1");
  }
}

void check_conv(const Arguments& args) {
  check_padding(args);
  check_dilation(args);
  if (args.integer("filters") % args.integer("groups") != 0) {
    args.fail("filters", fmt::format("a multiple of 'groups', which is {}", args.integer("groups")));
  }
}

void check_transposed(const Arguments& args) {
  check_padding(args);
  check_dilation(args);
  if (args.is_null("output_padding")) return;
  const std::vector<Integer> padding = args.tuple("output_padding");
  const std::vector<Integer> strides = args.tuple("strides");
  for (size_t i = 0; i < padding.size(); ++i) {
    if (padding[i] >= strides[i]) args.fail("output_padding", "less than 'strides' along every axis");
  }
}

// The input, axes and window positions that all convolutions share.
struct Convolution {
  explicit Convolution(Call& call)
      : window(call.window("kernel_size", "kernel")),
        axes(spatial_axes(call, window.rank())),
        in(call.input({.min_rank = axes.rank + 2, .max_rank = axes.rank + 2, .pinned = axes.channels()})),
        channels(in[axes.channels()].as("channels")) {
    if (!channels.known()) call.fail("expected the number of channels to be known, found the shape " + to_text(in));
  }

  Shape positions(const Call& call) const {
    return window_positions(call, axes.of(in), window, call.window("strides", "stride"),
                            call.window("dilation_rate", "dilation"), lowered(call.string("padding")));
  }
  Shape output(const Shape& positions, Dim filters) const { return axes.with(in, positions, filters); }

  Shape window;
  SpatialAxes axes;
  Shape in;
  Dim channels;
};

Shape kernel_shape(const Shape& window, Dim inputs, Dim outputs) {
  Shape result = window;
  result.append(inputs);
  result.append(outputs);
  return result;
}

void conv(Call& call) {
  const Convolution conv(call);
  const Dim filters = call.dim("filters");
  const Dim groups = call.dim("groups");
  if (conv.channels.value() % groups.value() != 0) {
    call.fail(fmt::format("expected the number of channels to be a multiple of 'groups' ({}), found the shape {}",
                          groups.value(), to_text(conv.in)));
  }
  const Dim channels = groups.value() == 1 ? conv.channels : conv.channels / groups;
  const Shape positions = conv.positions(call);
  call.kernel("kernel", kernel_shape(conv.window, channels, filters), {});
  if (call.flag("use_bias")) call.weight("bias", {filters});
  call.output(conv.output(positions, filters));
  call.macs({conv.in.first(), call.leaf(positions.product(), "positions"), conv.window.product(), channels, filters});
}

void depthwise_conv(Call& call) {
  const Convolution conv(call);
  const Dim multiplier = call.dim("depth_multiplier");
  const Shape positions = conv.positions(call);
  call.weight("kernel", kernel_shape(conv.window, conv.channels, multiplier));
  if (call.flag("use_bias")) call.weight("bias", {conv.channels * multiplier});
  call.output(conv.output(positions, conv.channels * multiplier));
  call.macs(
      {conv.in.first(), call.leaf(positions.product(), "positions"), conv.window.product(), conv.channels, multiplier});
}

void separable_conv(Call& call) {
  const Convolution conv(call);
  const Dim filters = call.dim("filters");
  const Dim middle = conv.channels * call.dim("depth_multiplier");
  const Shape positions = conv.positions(call);
  const Shape point(std::vector<Dim>(static_cast<size_t>(conv.axes.rank), Dim(1)));
  call.weight("depthwise_kernel", kernel_shape(conv.window, conv.channels, call.dim("depth_multiplier")));
  call.weight("pointwise_kernel", kernel_shape(point, middle, filters));
  if (call.flag("use_bias")) call.weight("bias", {filters});
  call.output(conv.output(positions, filters));
  call.macs({conv.in.first(), call.leaf(positions.product(), "positions"), conv.window.product(), middle});
  call.macs({conv.in.first(), call.leaf(positions.product(), "positions"), middle, filters});
}

// Returns the size along one axis for which a convolution's output has the size of the input. The rule is from
// _get_output_shape_given_tf_padding in keras/src/backend/common/backend_utils.py.
Dim transposed_size(const Call& call, Dim input, int axis) {
  const auto of = [&](std::string_view argument) { return call.args().tuple(argument)[static_cast<size_t>(axis)]; };
  const Integer stride = of("strides");
  const Integer window = (of("kernel_size") - 1) * of("dilation_rate") + 1;
  const bool valid = lowered(call.string("padding")) == "valid";
  if (call.is_null("output_padding")) {
    return valid ? input * stride + std::max<Integer>(window - stride, 0) : input * stride;
  }
  const Integer padding = of("output_padding");
  return (input - 1) * stride + (valid ? window : window % 2) + padding;
}

void transposed_conv(Call& call) {
  const Convolution conv(call);
  const Dim filters = call.dim("filters");
  const Shape sizes = conv.axes.of(conv.in);
  Shape output;
  for (int i = 0; i < sizes.rank(); ++i) output.append(transposed_size(call, sizes[i], i).plain());
  call.weight("kernel", kernel_shape(conv.window, filters, conv.channels));
  if (call.flag("use_bias")) call.weight("bias", {filters});
  call.output(conv.output(output, filters));
  call.macs({conv.in.first(), call.leaf(sizes.product(), "positions"), conv.window.product(), conv.channels, filters});
}

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Convolution;

constexpr LayerEntry kLayers[] = {
    {"Conv1D", kModule, kFamily, "1D convolution, over a sequence", conv_args<1>, one_input, conv, check_conv},
    {"Conv2D", kModule, kFamily, "2D convolution, over images", conv_args<2>, one_input, conv, check_conv},
    {"Conv3D", kModule, kFamily, "3D convolution, over volumes", conv_args<3>, one_input, conv, check_conv},
    {"Conv1DTranspose", kModule, kFamily, "1D transposed convolution", transposed_args<1>, one_input, transposed_conv,
     check_transposed},
    {"Conv2DTranspose", kModule, kFamily, "2D transposed convolution", transposed_args<2>, one_input, transposed_conv,
     check_transposed},
    {"Conv3DTranspose", kModule, kFamily, "3D transposed convolution", transposed_3d_args, one_input, transposed_conv,
     check_transposed},
    {"DepthwiseConv1D", kModule, kFamily, "1D convolution of each channel separately", depthwise_args<1>, one_input,
     depthwise_conv, check_padding},
    {"DepthwiseConv2D", kModule, kFamily, "2D convolution of each channel separately", depthwise_args<2>, one_input,
     depthwise_conv, check_padding},
    {"SeparableConv1D", kModule, kFamily, "1D depthwise convolution, followed by a pointwise one", separable_args<1>,
     one_input, separable_conv, check_padding},
    {"SeparableConv2D", kModule, kFamily, "2D depthwise convolution, followed by a pointwise one", separable_args<2>,
     one_input, separable_conv, check_padding},
};

}  // namespace

std::span<const LayerEntry> convolution_layers() { return kLayers; }

}  // namespace nnsummary
