#include <fmt/format.h>

#include <algorithm>

#include "layers/families.h"

namespace nnsummary {
namespace {

constexpr Arg activation_args[] = {
    {"activation", Kind::Activation, required, {}, "the function"},
};

constexpr Arg relu_args[] = {
    {"max_value", Kind::Float, nullptr, at_least(0), "what the output is cut at"},
    {"negative_slope", Kind::Float, 0.0, at_least(0), "factor below the threshold"},
    {"threshold", Kind::Float, 0.0, at_least(0), "below it the output is damped"},
};

constexpr Arg leaky_relu_args[] = {
    {"negative_slope", Kind::Float, 0.3, at_least(0), "factor below 0"},
};

constexpr Arg elu_args[] = {
    {"alpha", Kind::Float, 1.0, {.nullable = true}, "what the output comes down to, below 0"},
};

constexpr Arg softmax_args[] = {
    {"axis", Kind::Tuple, -1, {.nullable = true}, "the axes along which outputs add up to 1"},
};

constexpr CallArg softmax_call[] = {{"inputs"}, {"mask", CallArg::Type::OptionalTensor}};

constexpr Arg prelu_args[] = {
    {"alpha_initializer", Kind::Initializer, "Zeros", {}, "how alpha begins"},
    {"alpha_regularizer", Kind::Regularizer, nullptr, {}, "penalty on alpha"},
    {"alpha_constraint", Kind::Constraint, nullptr, {}, "what alpha is held to"},
    {"shared_axes",
     Kind::Tuple,
     nullptr,
     {},
     "axes along which alpha is one and the same, counted with the batch as 0"},
};

// Alpha has the sizes of the input without its batch. Keras looks a shared axis up among these, one place before: what
// comes out below 0 counts from the end.
void prelu(Call& call) {
  const Shape in = call.input({.pinned_rank = true});
  Shape alpha;
  for (int axis = 1; axis < in.rank(); ++axis) {
    alpha.append(in[axis].as(in.rank() == 2 ? "features" : fmt::format("size of axis {}", axis).c_str()));
  }
  const std::vector<int64_t> shared =
      call.is_null("shared_axes") ? std::vector<int64_t>() : call.args().tuple("shared_axes");
  for (const int64_t axis : shared) {
    if (!alpha.has_axis(axis - 1)) {
      call.fail(fmt::format("shared axis {} is not one of the input's, whose shape is {}", axis, to_text(in)));
    }
    alpha[static_cast<int>(axis) - 1] = 1;
  }
  call.weight("alpha", alpha);
  for (int axis = 1; axis < in.rank() && !shared.empty(); ++axis) {
    if (std::find(shared.begin(), shared.end(), axis) == shared.end()) call.input({.pinned = axis});
  }
  call.output(in);
}

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Activation;

constexpr LayerEntry kLayers[] = {
    {"Activation", kModule, kFamily, "a function of each element", activation_args, one_input, same_shape, nullptr,
     Birth::Built},
    {"ReLU", kModule, kFamily, "the rectified linear unit", relu_args, one_input, same_shape, nullptr, Birth::Built},
    {"LeakyReLU", kModule, kFamily, "the rectified linear unit with a slope below 0", leaky_relu_args, one_input,
     same_shape, nullptr, Birth::Built},
    {"PReLU", kModule, kFamily, "the rectified linear unit with a slope that is learnt below 0", prelu_args, one_input,
     prelu},
    {"ELU", kModule, kFamily, "the exponential linear unit", elu_args, one_input, same_shape, nullptr, Birth::Built},
    {"Softmax", kModule, kFamily, "shares that add up to 1", softmax_args, softmax_call, same_shape, nullptr,
     Birth::Built},
};

}  // namespace

std::span<const LayerEntry> activation_layers() { return kLayers; }

}  // namespace nnsummary
