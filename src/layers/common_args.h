// Arguments that several families of layers share.
#pragma once

#include <array>

#include "layers/entry.h"
#include "layers/spatial.h"

namespace nnsummary {

namespace detail {

template <typename T>
inline constexpr size_t kArgs = 1;
template <size_t n>
inline constexpr size_t kArgs<Arg[n]> = n;
template <size_t n>
inline constexpr size_t kArgs<std::array<Arg, n>> = n;

constexpr void append(Arg*& to, const Arg& arg) { *to++ = arg; }
template <typename Group>
constexpr void append(Arg*& to, const Group& group) {
  for (const Arg& arg : group) *to++ = arg;
}

}  // namespace detail

// Joins single arguments and groups of them into one table, in order.
template <typename... Parts>
constexpr auto join(const Parts&... parts) {
  std::array<Arg, (detail::kArgs<Parts> + ...)> result{};
  Arg* to = result.data();
  (detail::append(to, parts), ...);
  return result;
}

namespace arg {

constexpr Rule positive(int length) { return {.least = 1, .length = length}; }

constexpr Arg activation{"activation", Kind::Activation, nullptr, {}, "function applied to the output"};
constexpr Arg use_bias{"use_bias", Kind::Bool, true, {}, "whether to add a bias"};
constexpr Arg kernel_initializer{
    "kernel_initializer", Kind::Initializer, "glorot_uniform", {}, "initial values of the kernel"};
constexpr Arg bias_initializer{"bias_initializer", Kind::Initializer, "zeros", {}, "initial values of the bias"};
constexpr Arg kernel_regularizer{"kernel_regularizer", Kind::Regularizer, nullptr, {}, "penalty on the kernel"};
constexpr Arg bias_regularizer{"bias_regularizer", Kind::Regularizer, nullptr, {}, "penalty on the bias"};
constexpr Arg activity_regularizer{"activity_regularizer", Kind::Regularizer, nullptr, {}, "penalty on the output"};
constexpr Arg kernel_constraint{"kernel_constraint", Kind::Constraint, nullptr, {}, "limits on the kernel"};
constexpr Arg bias_constraint{"bias_constraint", Kind::Constraint, nullptr, {}, "limits on the bias"};

// The arguments of a layer with a kernel and a bias.
constexpr auto initializers = join(kernel_initializer, bias_initializer);
constexpr auto regularizers = join(kernel_regularizer, bias_regularizer, activity_regularizer);
constexpr auto constraints = join(kernel_constraint, bias_constraint);
constexpr auto kernel_and_bias = join(use_bias, initializers, regularizers, constraints);

constexpr Arg lora_rank{"lora_rank", Kind::Int, nullptr, at_least(0), "rank of the LoRA matrices"};
constexpr Arg lora_alpha{"lora_alpha", Kind::Float, nullptr, {}, "scale of the LoRA update"};
constexpr Arg quantization_config{"quantization_config", Kind::Any, nullptr, {}, "how the kernel is quantized"};
constexpr Arg seed{"seed", Kind::Int, nullptr, {}, "seed of the random numbers"};

constexpr Arg filters{"filters", Kind::Dim, required, {}, "number of output channels"};
template <int rank>
constexpr Arg kernel_size{"kernel_size", Kind::Tuple, required, positive(rank), "size of the window"};
template <int rank>
constexpr Arg strides{"strides", Kind::Tuple, 1, positive(rank), "step of the window"};
template <int rank>
constexpr Arg dilation_rate{"dilation_rate", Kind::Tuple, 1, positive(rank), "spacing of the window's elements"};
constexpr Arg padding{"padding", Kind::String, "valid", {}, "'valid' for no padding, 'same' to pad for the window"};
constexpr Arg data_format{"data_format", Kind::String, nullptr, one_of(kDataFormats),
                          "whether the channels are the last axis or the first after the batch"};
constexpr Arg keepdims{"keepdims", Kind::Bool, false, {}, "whether to keep reduced axes with size 1"};

}  // namespace arg
}  // namespace nnsummary
