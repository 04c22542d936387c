#include <fmt/format.h>

#include "base/structures.h"
#include "layers/common_args.h"
#include "layers/families.h"
#include "layers/masks.h"
#include "layers/recurrence.h"

namespace nnsummary {
namespace {

using Tensors = Structure<Tensor>;

constexpr CallArg cell_call[] = {{"inputs"}, {"states", CallArg::Type::Tensors}};

constexpr Arg units{"units", Kind::Dim, required, {}, "size of the output and of each state"};
constexpr Arg activation{"activation", Kind::Activation, "tanh", {}, "activation of the candidate and of the output"};
constexpr Arg implementation{
    "implementation", Kind::Int, 2, {}, "variant of the computation; doesn't change any shape"};
constexpr Arg reset_after{
    "reset_after", Kind::Bool, true, {}, "whether to apply the reset gate after the matrix product"};
constexpr Arg use_cudnn{"use_cudnn", Kind::Any, "auto", {}, "whether to use cuDNN"};

constexpr auto simple_rnn_cell_args = join(units, activation, arg::recurrent_initializers, arg::recurrent_regularizers,
                                           arg::recurrent_constraints, arg::dropouts, arg::seed);

constexpr auto simple_rnn_args =
    join(units, activation, arg::recurrent_initializers, arg::recurrent_regularizers, arg::activity_regularizer,
         arg::recurrent_constraints, arg::dropouts, arg::sequence_options, arg::seed, arg::zero_output_for_mask);

constexpr auto gru_cell_args =
    join(units, activation, arg::recurrent_activation, arg::recurrent_initializers, arg::recurrent_regularizers,
         arg::recurrent_constraints, arg::dropouts, reset_after, arg::seed, implementation);

constexpr auto gru_args =
    join(units, activation, arg::recurrent_activation, arg::recurrent_initializers, arg::recurrent_regularizers,
         arg::activity_regularizer, arg::recurrent_constraints, arg::dropouts, arg::seed, arg::sequence_options,
         reset_after, use_cudnn, arg::zero_output_for_mask, implementation);

constexpr auto lstm_cell_args =
    join(units, activation, arg::recurrent_activation, arg::recurrent_initializers, arg::unit_forget_bias,
         arg::recurrent_regularizers, arg::recurrent_constraints, arg::dropouts, arg::seed, implementation);

constexpr auto lstm_args =
    join(units, activation, arg::recurrent_activation, arg::recurrent_initializers, arg::unit_forget_bias,
         arg::recurrent_regularizers, arg::activity_regularizer, arg::recurrent_constraints, arg::dropouts, arg::seed,
         arg::sequence_options, use_cudnn, arg::zero_output_for_mask, implementation);

constexpr auto cudnn_lstm_args =
    join(units, arg::recurrent_initializers, arg::unit_forget_bias, arg::recurrent_regularizers,
         arg::activity_regularizer, arg::recurrent_constraints, arg::sequence_options);

constexpr Arg cell_arg{
    "cell", Kind::Layer, required, {}, "cell that computes one timestep, or a list of cells to stack"};
constexpr auto rnn_args = join(cell_arg, arg::sequence_options, arg::zero_output_for_mask);

constexpr Arg stacked_cells_args[] = {
    {"cells", Kind::Layers, required, {}, "cells, applied in order at each timestep"},
};

// Each state is a vector of the output's size per sample.
void check_states(const Call& call, const Structure<Tensor>& states, Dim size) {
  for (const Structure<Tensor>& item : states.items) check_states(call, item, size);
  if (states.kind != Structure<Tensor>::Kind::Leaf) return;
  const Shape& shape = states.leaf.shape;
  const bool fits = shape.rank() == 2 && (!shape.last().known() || shape.last() == size);
  if (shape.is_known() && !fits) {
    call.fail(fmt::format("expected states of {} elements, found the shape {}", size.value(), to_text(shape)));
  }
}

// A cell with the given number of gates, each with its own kernel, and of states.
void gated_cell(Call& call, int gates, size_t states, const Shape& bias) {
  const Shape in = call.input({.min_rank = 2});
  const Dim inputs = in.last().as("inputs");
  const Dim size = call.dim("units");
  const Dim width = gates == 1 ? size : Dim(gates) * size;
  if (const Structure<Tensor>* given = call.tensors("states")) check_states(call, *given, size);
  call.weight("kernel", {inputs, width});
  call.weight("recurrent_kernel", {size, width});
  if (call.flag("use_bias")) call.weight("bias", bias);
  const Structure<Shape> output = Shape{in.first(), size};
  call.output({Structure<Shape>::Kind::List, std::vector<Structure<Shape>>(states + 1, output)});
  call.macs({in.first(), inputs, width});
  call.macs({in.first(), size, width});
}

void simple_rnn_cell(Call& call) { gated_cell(call, 1, 1, {call.dim("units")}); }

void gru_cell(Call& call) {
  const Dim width = Dim(3) * call.dim("units");
  gated_cell(call, 3, 1, call.flag("reset_after") ? Shape{2, width} : Shape{width});
}

void lstm_cell(Call& call) { gated_cell(call, 4, 2, {Dim(4) * call.dim("units")}); }

// Returns the result of one timestep: the output, then the states.
void recur(Call& call, const Shape& sequence, Sublayer inner) {
  Tensors step = inner.call(Tensor{sequence.without(1), call.compute_dtype()}, sequence[1].as("steps"));
  if (step.items.size() < 2)
    call.fail(fmt::format("the layer '{}' inside isn't a cell: it has no state", inner.name()));
  std::vector<Tensors> states(step.items.begin() + 1, step.items.end());
  return_steps(call, sequence, step.items.front().leaf.shape, std::move(states));
}

void simple_rnn(Call& call) {
  const Shape sequence = call.input({.rank = 3});
  recur(call, sequence, call.sublayer("cell", "SimpleRNNCell", "simple_rnn_cell"));
}

void gru(Call& call) {
  const Shape sequence = call.input({.rank = 3});
  recur(call, sequence, call.sublayer("cell", "GRUCell", "gru_cell"));
}

void lstm(Call& call) {
  const Shape sequence = call.input({.rank = 3});
  recur(call, sequence, call.sublayer("cell", "LSTMCell", "lstm_cell"));
}

// An LSTM that also has a bias for the recurrent product.
void cudnn_lstm(Call& call) {
  const Shape sequence = call.input({.rank = 3});
  const Dim inputs = sequence.last().as("inputs");
  const Dim size = call.dim("units");
  const Dim width = Dim(4) * size;
  call.weight("kernel", {inputs, width});
  call.weight("recurrent_kernel", {size, width});
  call.weight("bias", {Dim(2) * width});
  const Shape output{sequence.first(), size};
  const Structure<Tensor> state = Tensor{output, call.compute_dtype()};
  return_steps(call, sequence, output, {state, state});
  call.macs({sequence.first(), sequence[1].as("steps"), inputs, width});
  call.macs({sequence.first(), sequence[1].as("steps"), size, width});
}

void rnn(Call& call) {
  const Sublayer step = call.sublayer("cell", *call.args().find("cell"));
  recur(call, call.input({.min_rank = 3}), step);
}

// Checks states that a call gives against those that it returns.
void check_stacked_states(const Call& call, const Tensors& given, const Tensors& returned) {
  const std::vector<Tensor> own = flatten(returned);
  const std::vector<Tensor> others = flatten(given);
  if (own.size() != others.size()) {
    call.fail(fmt::format("expected {} states, found {}", own.size(), others.size()));
  }
  for (size_t i = 0; i < own.size(); ++i) {
    const bool can_check = own[i].shape.rank() > 0 && own[i].shape.last().known();
    if (can_check) check_states(call, others[i], own[i].shape.last());
  }
}

// Each cell's output is the input of the next; a cell with several states returns them as a list.
void stacked_cells(Call& call) {
  std::vector<Sublayer> cells;
  for (const Value& config : call.args().find("cells")->items()) {
    cells.push_back(call.sublayer(fmt::format("cells/{}", cells.size()), config));
  }
  if (cells.empty()) call.args().fail("cells", "at least one cell");
  Tensor input{call.input({.min_rank = 2}), call.compute_dtype()};
  std::vector<Tensors> returned(1);
  for (Sublayer& one : cells) {
    const Tensors step = one.call(input);
    if (step.items.size() < 2) call.fail(fmt::format("the layer '{}' inside isn't a cell", one.name()));
    std::vector<Tensors> states(step.items.begin() + 1, step.items.end());
    returned.push_back(states.size() == 1 ? states.front() : Tensors(Tensors::Kind::List, std::move(states)));
    input = step.items.front().leaf;
  }
  if (const Tensors* given = call.tensors("states")) {
    check_stacked_states(call, *given, {Tensors::Kind::List, {returned.begin() + 1, returned.end()}});
  }
  returned.front() = input;
  call.output_tensors({Tensors::Kind::List, std::move(returned)});
}

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Recurrent;

constexpr LayerEntry kLayers[] = {
    with_mask(recurrent_mask, {"SimpleRNN", kModule, kFamily, "a fully connected recurrent layer", simple_rnn_args,
                               sequence_call, simple_rnn}),
    {"SimpleRNNCell", kModule, kFamily, "one timestep of a SimpleRNN", simple_rnn_cell_args, cell_call,
     simple_rnn_cell},
    with_mask(recurrent_mask, {"GRU", kModule, kFamily, "a gated recurrent unit", gru_args, sequence_call, gru}),
    {"GRUCell", kModule, kFamily, "one timestep of a GRU", gru_cell_args, cell_call, gru_cell},
    with_mask(recurrent_mask, {"LSTM", kModule, kFamily, "a long short-term memory", lstm_args, sequence_call, lstm}),
    {"LSTMCell", kModule, kFamily, "one timestep of an LSTM", lstm_cell_args, cell_call, lstm_cell},
    {"CuDNNLSTM", "keras.legacy", kFamily, "the LSTM of cuDNN, with a second bias; removed in Keras 3", cudnn_lstm_args,
     sequence_call, cudnn_lstm},
    with_mask(recurrent_mask,
              {"RNN", kModule, kFamily, "a recurrent layer with any cell", rnn_args, sequence_call, rnn}),
    {"StackedRNNCells", kModule, kFamily, "a stack of cells that acts as one cell", stacked_cells_args, cell_call,
     stacked_cells},
};

}  // namespace

std::span<const LayerEntry> recurrent_layers() { return kLayers; }

}  // namespace nnsummary
