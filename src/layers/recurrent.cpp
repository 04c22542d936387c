#include <fmt/format.h>

#include "layers/common_args.h"
#include "layers/families.h"

namespace nnsummary {
namespace {

using Tensors = Structure<Tensor>;

constexpr CallArg sequence_call[] = {
    {"sequences"},
    {"initial_state", CallArg::Type::Tensors},
    {"mask", CallArg::Type::OptionalTensor},
};
constexpr CallArg cell_call[] = {{"inputs"}, {"states", CallArg::Type::Tensors}};

constexpr Arg lstm_cell_args[] = {
    {"units", Kind::Dim, required, {}, "size of the output and of each state"},
    {"activation", Kind::Activation, "tanh", {}, "function of the candidate and of the output"},
    {"recurrent_activation", Kind::Activation, "sigmoid", {}, "function of the gates"},
    arg::use_bias,
    arg::kernel_initializer,
    {"recurrent_initializer", Kind::Initializer, "orthogonal", {}, "how the recurrent kernel begins"},
    arg::bias_initializer,
    {"unit_forget_bias", Kind::Bool, true, {}, "whether the forget gate's bias begins with 1"},
    arg::kernel_regularizer,
    {"recurrent_regularizer", Kind::Regularizer, nullptr, {}, "penalty on the recurrent kernel"},
    arg::bias_regularizer,
    arg::kernel_constraint,
    {"recurrent_constraint", Kind::Constraint, nullptr, {}, "what the recurrent kernel is held to"},
    arg::bias_constraint,
    {"dropout", Kind::Float, 0.0, {}, "share of the inputs that training sets to zero"},
    {"recurrent_dropout", Kind::Float, 0.0, {}, "share of the states that training sets to zero"},
    arg::seed,
    {"implementation", Kind::Int, 2, {}, "how it is computed; it changes no shape"},
};

constexpr Arg lstm_args[] = {
    {"units", Kind::Dim, required, {}, "size of the output and of each state"},
    {"activation", Kind::Activation, "tanh", {}, "function of the candidate and of the output"},
    {"recurrent_activation", Kind::Activation, "sigmoid", {}, "function of the gates"},
    arg::use_bias,
    arg::kernel_initializer,
    {"recurrent_initializer", Kind::Initializer, "orthogonal", {}, "how the recurrent kernel begins"},
    arg::bias_initializer,
    {"unit_forget_bias", Kind::Bool, true, {}, "whether the forget gate's bias begins with 1"},
    arg::kernel_regularizer,
    {"recurrent_regularizer", Kind::Regularizer, nullptr, {}, "penalty on the recurrent kernel"},
    arg::bias_regularizer,
    arg::activity_regularizer,
    arg::kernel_constraint,
    {"recurrent_constraint", Kind::Constraint, nullptr, {}, "what the recurrent kernel is held to"},
    arg::bias_constraint,
    {"dropout", Kind::Float, 0.0, {}, "share of the inputs that training sets to zero"},
    {"recurrent_dropout", Kind::Float, 0.0, {}, "share of the states that training sets to zero"},
    arg::seed,
    {"return_sequences", Kind::Bool, false, {}, "whether all outputs are returned, or the last one"},
    {"return_state", Kind::Bool, false, {}, "whether the states are returned after the output"},
    {"go_backwards", Kind::Bool, false, {}, "whether the sequence is read from its end"},
    {"stateful", Kind::Bool, false, {}, "whether a batch goes on with the states of the one before"},
    {"unroll", Kind::Bool, false, {}, "whether the steps are written out one by one"},
    {"zero_output_for_mask", Kind::Bool, false, {}, "whether masked steps give zeros"},
    {"use_cudnn", Kind::Any, "auto", {}, "whether cuDNN is used"},
    {"implementation", Kind::Int, 2, {}, "how it is computed; it changes no shape"},
};

void lstm_cell(Call& call) {
  const Shape in = call.input({.min_rank = 2});
  const Dim inputs = in.last().as("inputs");
  const Dim units = call.dim("units");
  const Dim gates = Dim(4) * units;
  call.weight("kernel", {inputs, gates});
  call.weight("recurrent_kernel", {units, gates});
  if (call.flag("use_bias")) call.weight("bias", {gates});
  const Structure<Shape> state = Shape{in.first(), units};
  call.output({Structure<Shape>::Kind::List, {state, state, state}});
  call.macs({in.first(), inputs, gates});
  call.macs({in.first(), units, gates});
}

// Calls a cell on each step of a sequence (batch, steps, …). What it returns first is the output, the rest are states.
void recur(Call& call, const Shape& sequence, Sublayer cell) {
  const Dim steps = sequence[1];
  const Tensors result = cell.call(Tensor{sequence.without(1), call.compute_dtype()}, steps);
  std::vector<Tensors> returned = result.items;
  // The states that a stateful layer keeps from one batch to the next are none of its weights.
  if (call.flag("stateful") && call.building() && sequence.first().none()) {
    call.fail("a stateful layer needs a fixed batch size, found the shape " + to_text(sequence));
  }
  if (call.flag("return_sequences")) returned[0].leaf.shape = returned[0].leaf.shape.inserted(1, steps);
  if (call.flag("return_state")) {
    call.output_tensors({Tensors::Kind::Tuple, std::move(returned)});
  } else {
    call.output_tensors(returned[0]);
  }
}

void lstm(Call& call) {
  const Shape sequence = call.input({.rank = 3});
  recur(call, sequence, call.sublayer("cell", "LSTMCell", "lstm_cell"));
}

constexpr Arg bidirectional_args[] = {
    {"layer", Kind::Layer, required, {}, "the recurrent layer that reads forwards"},
    {"merge_mode", Kind::Text, "concat", {.options = "sum|mul|ave|concat", .nullable = true},
     "how the two outputs become one; null: they don't"},
    {"weights", Kind::Any, nullptr, {}, "values to begin with"},
    {"backward_layer", Kind::Layer, nullptr, {}, "the layer that reads backwards, if it isn't a copy of the other"},
};

std::string directed_name(std::string_view direction, const Value& layer) {
  const Value* config = layer.find("config");
  std::string_view name = config ? config->text_of("name") : std::string_view();
  if (name.starts_with(direction)) name.remove_prefix(direction.size());
  return std::string(direction) + std::string(name);
}

void bidirectional(Call& call) {
  const Value& layer = *call.args().find("layer");
  const Value* backward_layer = call.args().find("backward_layer");
  const bool has_own = backward_layer && !backward_layer->is_null();
  const Shape sequence = call.input();
  Sublayer forward = call.sublayer("forward_layer", layer, directed_name("forward_", layer));
  Sublayer backward = has_own ? call.sublayer("backward_layer", *backward_layer)
                              : call.sublayer("backward_layer", layer, directed_name("backward_", layer));
  const Tensor input{sequence, call.compute_dtype()};
  const Tensors returned = forward.call(input);
  backward.call(input);

  const bool has_states = returned.kind == Tensors::Kind::Tuple;
  Tensors output = has_states ? returned.items.front() : returned;
  std::vector<Tensors> all{output};
  if (call.is_null("merge_mode")) {
    all.push_back(output);
  } else if (call.text("merge_mode") == "concat") {
    Shape& shape = all[0].leaf.shape;
    shape = shape.with_last(shape.last() * 2);
  }
  for (int copy = 0; has_states && copy < 2; ++copy) {
    all.insert(all.end(), returned.items.begin() + 1, returned.items.end());
  }
  if (all.size() == 1) {
    call.output_tensors(all.front());
  } else {
    call.output_tensors({Tensors::Kind::Tuple, std::move(all)});
  }
}

constexpr Arg time_distributed_args[] = {
    {"layer", Kind::Layer, required, {}, "the layer that is applied to each step"},
};

void time_distributed(Call& call) {
  const Shape in = call.input({.min_rank = 3});
  Sublayer layer = call.sublayer("layer", *call.args().find("layer"));
  const Tensors step = layer.call(Tensor{in.without(1), call.compute_dtype()}, in[1]);
  if (step.kind != Tensors::Kind::Leaf) call.fail("expected the layer inside to return one tensor");
  call.output(step.leaf.shape.inserted(1, in[1]));
}

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Recurrent;

constexpr LayerEntry kLayers[] = {
    {"LSTM", kModule, kFamily, "long short-term memory", lstm_args, sequence_call, lstm},
    {"LSTMCell", kModule, kFamily, "one step of an LSTM", lstm_cell_args, cell_call, lstm_cell},
    {"Bidirectional", kModule, kFamily, "a recurrent layer in both directions", bidirectional_args, sequence_call,
     bidirectional},
    {"TimeDistributed", kModule, kFamily, "a layer applied to each step", time_distributed_args, one_input,
     time_distributed},
};

}  // namespace

std::span<const LayerEntry> recurrent_layers() { return kLayers; }

}  // namespace nnsummary
