#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "layers/families.h"
#include "layers/masks.h"

namespace nnsummary {
namespace {

constexpr Arg activation_args[] = {
    {"activation", Kind::Activation, required, {}, "activation function"},
};

constexpr Arg relu_args[] = {
    {"max_value", Kind::Float, nullptr, at_least(0), "largest output"},
    {"negative_slope", Kind::Float, 0.0, at_least(0), "slope below the threshold"},
    {"threshold", Kind::Float, 0.0, at_least(0), "threshold above which the input is returned unchanged"},
};

constexpr Arg leaky_relu_args[] = {
    {"negative_slope", Kind::Float, 0.3, at_least(0), "slope below 0"},
};

constexpr Arg elu_args[] = {
    {"alpha", Kind::Float, 1.0, {.nullable = true}, "scale of the exponential below 0"},
};

constexpr Arg softmax_args[] = {
    {"axis", Kind::Tuple, -1, {.nullable = true}, "axes to normalize"},
};

constexpr Arg prelu_args[] = {
    {"alpha_initializer", Kind::Initializer, "Zeros", {}, "initial values of alpha"},
    {"alpha_regularizer", Kind::Regularizer, nullptr, {}, "penalty on alpha"},
    {"alpha_constraint", Kind::Constraint, nullptr, {}, "limits on alpha"},
    {"shared_axes", Kind::Tuple, nullptr, {}, "axes to share alpha along; the batch is axis 0"},
};

// Alpha has the shape of the input without the batch. Keras looks shared axes up in this shape, one place earlier; a
// result below 0 counts from the end.
void prelu(Call& call) {
  const Shape in = call.input({.pinned_rank = true});
  Shape alpha;
  for (int axis = 1; axis < in.rank(); ++axis) {
    alpha.append(in[axis].as(in.rank() == 2 ? "features" : fmt::format("size of axis {}", axis).c_str()));
  }
  const std::vector<Integer> shared =
      call.is_null("shared_axes") ? std::vector<Integer>() : call.args().tuple("shared_axes");
  for (const Integer axis : shared) {
    if (!alpha.has_axis(axis - 1)) {
      call.fail(fmt::format("shared axis {} is not one of the input's, whose shape is {}", axis, to_text(in)));
    }
    alpha[alpha.axis(axis - 1)] = 1;
  }
  call.weight("alpha", alpha);
  const std::set<Integer> named(shared.begin(), shared.end());
  std::vector<int> pinned;
  for (int axis = 1; axis < in.rank() && !shared.empty(); ++axis) {
    if (!named.contains(axis)) pinned.push_back(axis);
  }
  call.pin(pinned);
  call.output(in);
}

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Activation;

constexpr LayerEntry kLayers[] = {
    with_mask(pass_mask, {"Activation", kModule, kFamily, "applies an activation function", activation_args, one_input,
                          same_shape, nullptr, Build::OnCreation}),
    with_mask(pass_mask, {"ReLU", kModule, kFamily, "the rectified linear unit", relu_args, one_input, same_shape,
                          nullptr, Build::OnCreation}),
    with_mask(pass_mask, {"LeakyReLU", kModule, kFamily, "the rectified linear unit with a slope below 0",
                          leaky_relu_args, one_input, same_shape, nullptr, Build::OnCreation}),
    with_mask(pass_mask, {"PReLU", kModule, kFamily, "the rectified linear unit with a learned slope below 0",
                          prelu_args, one_input, prelu}),
    with_mask(pass_mask, {"ELU", kModule, kFamily, "the exponential linear unit", elu_args, one_input, same_shape,
                          nullptr, Build::OnCreation}),
    with_mask(pass_mask, {"Softmax", kModule, kFamily, "the softmax function along an axis", softmax_args,
                          input_and_mask, same_shape, nullptr, Build::OnCreation}),
};

}  // namespace

std::span<const LayerEntry> activation_layers() { return kLayers; }

}  // namespace nnsummary
