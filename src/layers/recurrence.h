// What layers share that go through a sequence step by step.
#pragma once

#include "layers/common_args.h"
#include "nnsummary/entry.h"

namespace nnsummary {

inline constexpr CallArg sequence_call[] = {
    {"sequences"},
    {"initial_state", CallArg::Type::Tensors},
    {"mask", CallArg::Type::OptionalTensor},
};

namespace arg {

constexpr Arg recurrent_activation{"recurrent_activation", Kind::Activation, "sigmoid", {}, "function of the gates"};
constexpr Arg recurrent_initializer{
    "recurrent_initializer", Kind::Initializer, "orthogonal", {}, "how the recurrent kernel begins"};
constexpr Arg recurrent_regularizer{
    "recurrent_regularizer", Kind::Regularizer, nullptr, {}, "penalty on the recurrent kernel"};
constexpr Arg recurrent_constraint{
    "recurrent_constraint", Kind::Constraint, nullptr, {}, "what the recurrent kernel is held to"};
constexpr Arg unit_forget_bias{
    "unit_forget_bias", Kind::Bool, true, {}, "whether the forget gate's bias begins with 1"};

// Of a layer with a kernel, a recurrent kernel and a bias.
constexpr auto recurrent_initializers = join(use_bias, kernel_initializer, recurrent_initializer, bias_initializer);
constexpr auto recurrent_regularizers = join(kernel_regularizer, recurrent_regularizer, bias_regularizer);
constexpr auto recurrent_constraints = join(kernel_constraint, recurrent_constraint, bias_constraint);

constexpr Arg dropout{"dropout", Kind::Float, 0.0, {}, "share of the inputs that training sets to zero"};
constexpr Arg recurrent_dropout{
    "recurrent_dropout", Kind::Float, 0.0, {}, "share of the states that training sets to zero"};
constexpr Arg return_sequences{
    "return_sequences", Kind::Bool, false, {}, "whether all outputs are returned, or the last"};
constexpr Arg return_state{"return_state", Kind::Bool, false, {}, "whether the states are returned after the output"};
constexpr Arg go_backwards{"go_backwards", Kind::Bool, false, {}, "whether the sequence is read from its end"};
constexpr Arg stateful{"stateful", Kind::Bool, false, {}, "whether a batch goes on with the states of the one before"};
constexpr Arg unroll{"unroll", Kind::Bool, false, {}, "whether the steps are written out one by one"};
constexpr Arg zero_output_for_mask{"zero_output_for_mask", Kind::Bool, false, {}, "whether masked steps give zeros"};

constexpr auto dropouts = join(dropout, recurrent_dropout);
constexpr auto sequence_options = join(return_sequences, return_state, go_backwards, stateful, unroll);

}  // namespace arg

// What a layer returns whose cell gives `output` and `states` for one step: the last output or all of them, and with
// `return_state` the states as well. Refuses a stateful layer that is built without a fixed batch.
void return_steps(Call& call, const Shape& sequence, const Shape& output, std::vector<Structure<Tensor>> states);

}  // namespace nnsummary
