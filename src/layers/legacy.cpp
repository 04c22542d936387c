// Layers that Keras 3 no longer has. Their arguments have Keras 2's names; layers that Keras 2 had already dropped keep
// their own.
#include <algorithm>

#include "layers/common_args.h"
#include "layers/families.h"

namespace nnsummary {
namespace {

constexpr Arg units{"units", Kind::Dim, required, {}, "size of the output"};
constexpr Arg implementation{"implementation", Kind::Int, 1, between(1, 3),
                             "how to store the kernel, 1 by position, 2 dense, 3 sparse"};

template <int rank>
constexpr auto local_args = join(arg::filters, arg::kernel_size<rank>, arg::strides<rank>, arg::padding,
                                 arg::data_format, arg::activation, arg::kernel_and_bias, implementation);

void check_local(const Arguments& args) {
  const std::string padding = lowered(args.string("padding"));
  if (padding != "valid" && padding != "same") args.fail("padding", "'valid' or 'same'");
  if (padding == "same" && args.integer("implementation") == 1) {
    args.fail("padding", "'valid' where 'implementation' is 1");
  }
}

// Returns the sum of `first`, `first - step`, … over the positive ones of the first `terms` terms.
Dim falling_sum(Integer first, Integer step, Integer terms) {
  if (first <= 0) return 0;
  const Dim count = std::min(terms, (first - 1) / step + 1);
  return count * first - count * (count - 1) / 2 * step;
}

// Returns the number of pairs of output and input positions that are connected along one axis: the whole window, except
// beyond the ends. The rule is from conv_connected_inputs in Keras 2's conv_utils.py.
Dim connected_pairs(Integer input, Integer outputs, Integer window, Integer stride, bool valid) {
  const Dim all = Dim(outputs) * window;
  if (valid) return all;
  const Integer before = window / 2;
  const Dim last_end = Dim(outputs - 1) * stride + (window - before);
  return all - falling_sum(before, stride, outputs) - falling_sum((last_end - input).value(), stride, outputs);
}

// A convolution with a separate kernel for each position.
void local(Call& call) {
  const Shape window = call.window("kernel_size", "kernel");
  const SpatialAxes axes = spatial_axes(call, window.rank());
  const Shape in = call.input({.rank = axes.rank + 2, .pinned = axes.channels()});
  const Shape sizes = axes.of(in);
  const Dim channels = in[axes.channels()].as("channels");
  if (!channels.known() || !sizes.fully_known()) {
    call.fail("expected every size but the batch to be known, found the shape " + to_text(in));
  }
  const std::string padding = lowered(call.string("padding"));
  const Shape ones(std::vector<Dim>(static_cast<size_t>(axes.rank), Dim(1)));
  const Shape strides = call.window("strides", "stride");
  const Shape outputs = window_positions(call, sizes, window, strides, ones, padding);
  const Dim positions = call.leaf(outputs.product(), "positions");
  const Dim filters = call.dim("filters");
  if (call.integer("implementation") == 1) {
    call.weight("kernel", {positions, window.product() * channels, filters});
  } else if (call.integer("implementation") == 2) {
    call.weight("kernel", {call.leaf(sizes.product(), "input positions"), channels, positions, filters});
  } else {
    Dim pairs = 1;
    for (int i = 0; i < sizes.rank(); ++i) {
      pairs = pairs * connected_pairs(sizes[i].value(), outputs[i].value(), window[i].value(), strides[i].value(),
                                      padding == "valid");
    }
    call.weight("kernel", {call.leaf(pairs.plain(), "connections") * channels * filters});
  }
  if (call.flag("use_bias")) call.weight("bias", {positions, filters});
  call.output(axes.with(in, outputs, filters));
  call.macs({in.first(), positions, window.product(), channels, filters});
}

constexpr Arg deconvolution_args[] = {
    {"filters", Kind::Dim, required, {}, "number of output channels"},
    {"kernel_size", Kind::Tuple, required, arg::positive(2), "size of the window"},
    {"output_shape", Kind::Shape, required, {}, "output shape with the batch axis"},
    {"strides", Kind::Tuple, 1, arg::positive(2), "step of the window"},
    {"padding", Kind::String, "valid", {}, "'valid' for no padding, 'same' to pad for the window"},
    {"data_format", Kind::String, nullptr, one_of(kDataFormats),
     "whether the channels are the last axis or the first after the batch"},
    {"activation", Kind::Activation, nullptr, {}, "function applied to the output"},
    {"use_bias", Kind::Bool, true, {}, "whether to add a bias"},
    {"kernel_initializer", Kind::Initializer, "glorot_uniform", {}, "initial values of the kernel"},
    {"kernel_regularizer", Kind::Regularizer, nullptr, {}, "penalty on the kernel"},
    {"bias_regularizer", Kind::Regularizer, nullptr, {}, "penalty on the bias"},
    {"kernel_constraint", Kind::Constraint, nullptr, {}, "limits on the kernel"},
    {"bias_constraint", Kind::Constraint, nullptr, {}, "limits on the bias"},
};

// In Keras 1, the output shape is an argument: it can't be computed from the input's.
void deconvolution(Call& call) {
  const SpatialAxes axes = spatial_axes(call, 2);
  const Shape in = call.input({.rank = 4, .pinned = axes.channels()});
  const Shape window = call.window("kernel_size", "kernel");
  const Dim channels = in[axes.channels()].as("channels");
  const Dim filters = call.dim("filters");
  Shape given;
  for (const Value& size : call.args().find("output_shape")->items()) {
    given.append(size.is_int() ? Dim(size.integer()) : Dim());
  }
  if (given.rank() != 4) call.args().fail("output_shape", "four sizes, with the batch first");
  Shape kernel = window;
  kernel.append(filters);
  kernel.append(channels);
  call.weight("kernel", kernel);
  if (call.flag("use_bias")) call.weight("bias", {filters});
  call.output(axes.with(in, axes.of(given), filters));
  call.macs({in.first(), call.leaf(axes.of(in).product(), "positions"), window.product(), channels, filters});
}

constexpr auto maxout_args =
    join(units, Arg{"nb_feature", Kind::Dim, 4, {}, "number of Dense layers to take the maximum of"}, arg::use_bias,
         arg::kernel_initializer, arg::regularizers, arg::constraints);

void maxout_dense(Call& call) {
  const Shape in = call.input({.rank = 2, .pinned = -1});
  const Dim inputs = in.last().as("inputs");
  call.weight("kernel", {call.dim("nb_feature"), inputs, call.dim("units")});
  if (call.flag("use_bias")) call.weight("bias", {call.dim("nb_feature"), call.dim("units")});
  call.output(in.with_last(call.dim("units")));
  call.macs({in.first(), call.dim("nb_feature"), inputs, call.dim("units")});
}

constexpr auto highway_args =
    join(Arg{"transform_bias", Kind::Float, -2.0, {}, "initial value of the gate's bias"}, arg::activation,
         arg::use_bias, arg::kernel_initializer, arg::regularizers, arg::constraints);

void highway(Call& call) {
  const Shape in = call.input({.rank = 2, .pinned = -1});
  const Dim inputs = in.last().as("inputs");
  for (const char* part : {"", "_carry"}) {
    call.weight("kernel" + std::string(part), {inputs, inputs});
    if (call.flag("use_bias")) call.weight("bias" + std::string(part), {inputs});
    call.macs({in.first(), inputs, inputs});
  }
  call.output(in);
}

constexpr Arg shared_axes{"shared_axes", Kind::Any, nullptr, {}, "axes to share the parameters along"};
constexpr auto softplus_args = join(Arg{"alpha_init", Kind::Any, 0.2, {}, "initial value of alpha"},
                                    Arg{"beta_init", Kind::Any, 5.0, {}, "initial value of beta"}, shared_axes);
constexpr auto srelu_args =
    join(Arg{"t_left_init", Kind::Any, "zero", {}, "initial values of the left threshold"},
         Arg{"a_left_init", Kind::Any, "glorot_uniform", {}, "initial values of the left slope"},
         Arg{"t_right_init", Kind::Any, "glorot_uniform", {}, "initial values of the right threshold"},
         Arg{"a_right_init", Kind::Any, "one", {}, "initial values of the right slope"}, shared_axes);

// Returns the shape of the parameters: the input's without the batch.
void parametric(Call& call, std::initializer_list<const char*> names) {
  const Shape in = call.input();
  Shape shape = in.slice(1, in.rank());
  for (int i = 0; i < shape.rank(); ++i) shape[i] = shape[i].as("features");
  const Value* shared = call.args().find("shared_axes");
  for (const Value& axis : shared ? shared->items() : std::span<const Value>()) {
    const bool fits = axis.is_int() && axis.integer() > 0 && axis.integer() <= shape.rank();
    if (!fits && !axis.is_null())
      call.args().fail("shared_axes", "axes of the input, counted from the batch, which is 0");
    if (fits) shape[shape.axis(axis.integer() - 1)] = 1;
  }
  for (const char* name : names) call.weight(name, shape);
  call.output(in);
}

void parametric_softplus(Call& call) { parametric(call, {"alpha", "beta"}); }
void srelu(Call& call) { parametric(call, {"t_left", "a_left", "t_right", "a_right"}); }

constexpr Arg thresholded_args[] = {
    {"theta", Kind::Float, 1.0, at_least(0), "threshold below which the output is 0"},
};

constexpr Arg random_size_args[] = {
    {"factor", Kind::Any, required, {}, "range of the size, as fractions of the input's"},
    {"interpolation", Kind::String, "bilinear", {}, "interpolation method"},
    {"seed", Kind::Int, nullptr, {}, "seed of the random numbers"},
};

// One of the image's sizes varies, and so is unknown.
template <int axis>
void random_size(Call& call) {
  const Shape in = call.input({.min_rank = 3});
  call.output(in.with(axis, Dim()));
}

constexpr std::string_view kModule = "keras.legacy";
constexpr Family kFamily = Family::Legacy;

constexpr LayerEntry kLayers[] = {
    {"LocallyConnected1D", kModule, kFamily, "1D convolution with a separate kernel for each position", local_args<1>,
     one_input, local, check_local},
    {"LocallyConnected2D", kModule, kFamily, "2D convolution with a separate kernel for each position", local_args<2>,
     one_input, local, check_local},
    {"Deconvolution2D", kModule, kFamily, "2D transposed convolution, in Keras 1", deconvolution_args, one_input,
     deconvolution},
    {"MaxoutDense", kModule, kFamily, "the maximum of several Dense layers", maxout_args, one_input, maxout_dense},
    {"Highway", kModule, kFamily, "a Dense layer with a gate that passes its input through", highway_args, one_input,
     highway},
    {"ParametricSoftplus", kModule, kFamily, "softplus with learned factors", softplus_args, one_input,
     parametric_softplus},
    {"SReLU", kModule, kFamily, "a piecewise linear function with learned thresholds and slopes", srelu_args, one_input,
     srelu},
    {"ThresholdedReLU", kModule, kFamily, "returns the input above a threshold, 0 below it", thresholded_args,
     one_input, same_shape, nullptr, Build::OnCreation},
    {"RandomHeight", kModule, kFamily, "resizes images to a random height during training", random_size_args, one_input,
     random_size<-3>, nullptr, Build::OnCreation},
    {"RandomWidth", kModule, kFamily, "resizes images to a random width during training", random_size_args, one_input,
     random_size<-2>, nullptr, Build::OnCreation},
};

}  // namespace

std::span<const LayerEntry> legacy_layers() { return kLayers; }

}  // namespace nnsummary
