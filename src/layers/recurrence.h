// Arguments and outputs that recurrent layers share.
#pragma once

#include "layers/common_args.h"
#include "layers/entry.h"

namespace nnsummary {

inline constexpr CallArg sequence_call[] = {
    {"sequences"},
    {"initial_state", CallArg::Type::Tensors},
    {"mask", CallArg::Type::Mask},
};

namespace arg {

constexpr Arg recurrent_activation{"recurrent_activation", Kind::Activation, "sigmoid", {}, "activation of the gates"};
constexpr Arg recurrent_initializer{
    "recurrent_initializer", Kind::Initializer, "orthogonal", {}, "initial values of the recurrent kernel"};
constexpr Arg recurrent_regularizer{
    "recurrent_regularizer", Kind::Regularizer, nullptr, {}, "penalty on the recurrent kernel"};
constexpr Arg recurrent_constraint{
    "recurrent_constraint", Kind::Constraint, nullptr, {}, "limits on the recurrent kernel"};
constexpr Arg unit_forget_bias{
    "unit_forget_bias", Kind::Bool, true, {}, "whether the bias of the forget gate starts at 1"};

// The arguments of a layer with a kernel, a recurrent kernel and a bias.
constexpr auto recurrent_initializers = join(use_bias, kernel_initializer, recurrent_initializer, bias_initializer);
constexpr auto recurrent_regularizers = join(kernel_regularizer, recurrent_regularizer, bias_regularizer);
constexpr auto recurrent_constraints = join(kernel_constraint, recurrent_constraint, bias_constraint);

constexpr Arg dropout{"dropout", Kind::Float, 0.0, {}, "fraction of the inputs to drop during training"};
constexpr Arg recurrent_dropout{
    "recurrent_dropout", Kind::Float, 0.0, {}, "fraction of the states to drop during training"};
constexpr Arg return_sequences{
    "return_sequences", Kind::Bool, false, {}, "whether to return the output of every timestep, or only the last"};
constexpr Arg return_state{
    "return_state", Kind::Bool, false, {}, "whether to return the final states after the output"};
constexpr Arg go_backwards{"go_backwards", Kind::Bool, false, {}, "whether to process the sequence backwards"};
constexpr Arg stateful{
    "stateful", Kind::Bool, false, {}, "whether each batch starts with the final states of the last one"};
constexpr Arg unroll{"unroll", Kind::Bool, false, {}, "whether to unroll the loop over timesteps"};
constexpr Arg zero_output_for_mask{
    "zero_output_for_mask", Kind::Bool, false, {}, "whether the output of masked timesteps is zero"};

constexpr auto dropouts = join(dropout, recurrent_dropout);
constexpr auto sequence_options = join(return_sequences, return_state, go_backwards, stateful, unroll);

}  // namespace arg

// Sets the outputs of a layer whose cell returns `output` and `states` for one timestep: the last output or all of
// them, and with `return_state` also the states. Throws LayerError for a stateful layer without a fixed batch size.
void return_steps(Call& call, const Shape& sequence, const Shape& output, std::vector<Structure<Tensor>> states);

}  // namespace nnsummary
