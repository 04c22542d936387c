#include <fmt/format.h>

#include <algorithm>

#include "layers/common_args.h"
#include "layers/families.h"
#include "layers/masks.h"

namespace nnsummary {
namespace {

constexpr Arg axis_arg{"axis", Kind::Int, -1, {}, "axis to normalize, usually the channels"};
constexpr Arg axes_arg{"axis", Kind::Tuple, -1, {}, "axes to normalize"};
constexpr Arg epsilon{"epsilon", Kind::Float, 1e-3, {}, "small number added to avoid division by zero"};

// The arguments of the factor gamma and the offset beta.
constexpr Arg scale_and_center[] = {
    {"center", Kind::Bool, true, {}, "whether to add an offset, beta"},
    {"scale", Kind::Bool, true, {}, "whether to multiply by a factor, gamma"},
    {"beta_initializer", Kind::Initializer, "zeros", {}, "initial values of beta"},
    {"gamma_initializer", Kind::Initializer, "ones", {}, "initial values of gamma"},
};
constexpr Arg scale_and_center_limits[] = {
    {"beta_regularizer", Kind::Regularizer, nullptr, {}, "penalty on beta"},
    {"gamma_regularizer", Kind::Regularizer, nullptr, {}, "penalty on gamma"},
    {"beta_constraint", Kind::Constraint, nullptr, {}, "limits on beta"},
    {"gamma_constraint", Kind::Constraint, nullptr, {}, "limits on gamma"},
};

constexpr Arg momentum{"momentum", Kind::Float, 0.99, {}, "momentum of the moving averages"};
constexpr Arg statistics[] = {
    {"moving_mean_initializer", Kind::Initializer, "zeros", {}, "initial values of the moving mean"},
    {"moving_variance_initializer", Kind::Initializer, "ones", {}, "initial values of the moving variance"},
};
constexpr Arg renormalization[] = {
    {"renorm", Kind::Bool, false, {}, "whether to use batch renormalization"},
    {"renorm_clipping", Kind::Any, nullptr, {}, "limits of the renormalization: rmax, rmin and dmax"},
    {"renorm_momentum", Kind::Float, 0.99, {}, "momentum of the renormalization's moving averages"},
    {"synchronized", Kind::Bool, false, {}, "whether to synchronize the statistics between devices"},
};
constexpr auto batch_normalization_args =
    join(axis_arg, momentum, epsilon, scale_and_center, statistics, scale_and_center_limits, renormalization);

constexpr WeightRule kStatistic{.trainable = false};

void check_axis(const Call& call, const Shape& in, Integer axis) {
  if (!in.has_axis(axis))
    call.fail(fmt::format("axis {} is not one of the input's, whose shape is {}", axis, to_text(in)));
}

void batch_normalization(Call& call) {
  const Integer axis = call.integer("axis");
  const Shape in = call.input({.pinned = axis, .pinned_rank = true});
  check_axis(call, in, axis);
  const Shape size{in[in.axis(axis)].as("channels")};
  if (call.flag("scale")) call.weight("gamma", size);
  if (call.flag("center")) call.weight("beta", size);
  call.weight("moving_mean", size, kStatistic);
  call.weight("moving_variance", size, kStatistic);
  if (call.flag("renorm")) {
    call.weight("moving_stddev", size, kStatistic);
    call.weight("renorm_mean", size, kStatistic);
    call.weight("renorm_stddev", size, kStatistic);
  }
  call.output(in);
}

constexpr Arg rms_scaling_arg{"rms_scaling", Kind::Bool, false, {}, "whether to divide by the root mean square only"};
constexpr auto layer_normalization_args =
    join(axes_arg, epsilon, scale_and_center, scale_and_center_limits, rms_scaling_arg);

// Returns the sizes along several axes in Keras's sorted order.
Shape sizes_along(const Call& call, const Shape& in, std::vector<Integer> axes) {
  std::sort(axes.begin(), axes.end());
  Shape result;
  for (const Integer axis : axes) {
    check_axis(call, in, axis);
    const std::string name = axes.size() == 1 ? "channels" : fmt::format("size of axis {}", axis);
    result.append(in[in.axis(axis)].as(name.c_str()));
  }
  return result;
}

void layer_normalization(Call& call) {
  const Shape in = call.input();
  const Shape size = sizes_along(call, in, call.args().tuple("axis"));
  const bool rms_scaling = call.flag("rms_scaling");
  if (call.flag("scale") || rms_scaling) call.weight("gamma", size);
  if (call.flag("center") && !rms_scaling) call.weight("beta", size);
  call.output(in);
}

constexpr Arg groups_arg{"groups", Kind::Int, 32, at_least(-1),
                         "number of groups of channels; -1 for one group per channel"};
constexpr auto group_normalization_args =
    join(groups_arg, axis_arg, epsilon, scale_and_center, scale_and_center_limits);

void check_groups(const Arguments& args) {
  if (args.integer("groups") == 0) args.fail("groups", "a positive integer, or -1");
}

void group_normalization(Call& call) {
  const Integer axis = call.integer("axis");
  const Shape in = call.input({.pinned = axis, .pinned_rank = true});
  check_axis(call, in, axis);
  const Dim channels = in[in.axis(axis)].as("channels");
  if (!channels.known()) call.fail("expected the number of channels to be known, found the shape " + to_text(in));
  const Integer groups = call.integer("groups");
  if (groups != -1 && (channels.value() < groups || channels.value() % groups != 0)) {
    call.fail(fmt::format("expected the number of channels ({}) to be a multiple of 'groups' ({})", channels.value(),
                          groups));
  }
  if (call.flag("scale")) call.weight("gamma", {channels});
  if (call.flag("center")) call.weight("beta", {channels});
  call.output(in);
}

constexpr Arg rms_normalization_args[] = {
    axes_arg,
    {"epsilon", Kind::Float, 1e-6, {}, "small number added to avoid division by zero"},
};

void rms_normalization(Call& call) {
  const Shape in = call.input();
  call.weight("scale", sizes_along(call, in, call.args().tuple("axis")));
  call.output(in);
}

constexpr Arg unit_normalization_args[] = {axes_arg};

void unit_normalization(Call& call) {
  const Shape in = call.input();
  for (const Integer axis : call.args().tuple("axis")) check_axis(call, in, axis);
  call.output(in);
}

constexpr LayerEntry kLayers[] = {
    with_mask(pass_mask,
              {"BatchNormalization", "keras.layers", Family::Normalization, "normalizes each channel over the batch",
               batch_normalization_args, input_and_mask, batch_normalization}),
    with_mask(pass_mask, without_autocast({"LayerNormalization", "keras.layers", Family::Normalization,
                                           "normalizes each sample over its features", layer_normalization_args,
                                           one_input, layer_normalization})),
    with_mask(pass_mask, without_autocast({"GroupNormalization", "keras.layers", Family::Normalization,
                                           "normalizes each sample over groups of channels", group_normalization_args,
                                           one_input, group_normalization, check_groups})),
    {"RMSNormalization", "keras.layers", Family::Normalization, "divides each sample by its root mean square",
     rms_normalization_args, one_input, rms_normalization},
    with_mask(pass_mask, {"UnitNormalization", "keras.layers", Family::Normalization, "scales each sample to unit norm",
                          unit_normalization_args, one_input, unit_normalization, nullptr, Build::OnCreation}),
};

}  // namespace

std::span<const LayerEntry> normalization_layers() { return kLayers; }

}  // namespace nnsummary
