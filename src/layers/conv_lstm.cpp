#include "layers/common_args.h"
#include "layers/families.h"
#include "layers/masks.h"
#include "layers/recurrence.h"

namespace nnsummary {
namespace {

constexpr Arg activation{"activation", Kind::Activation, "tanh", {}, "activation of the candidate and of the output"};

template <int rank>
constexpr auto conv_lstm_args = join(arg::filters, arg::kernel_size<rank>, arg::strides<rank>, arg::padding,
                                     arg::data_format, arg::dilation_rate<rank>, activation, arg::recurrent_activation,
                                     arg::recurrent_initializers, arg::unit_forget_bias, arg::recurrent_regularizers,
                                     arg::activity_regularizer, arg::recurrent_constraints, arg::dropouts, arg::seed,
                                     arg::sequence_options, arg::zero_output_for_mask);

void check_conv_lstm(const Arguments& args) {
  const std::string padding = lowered(args.string("padding"));
  if (padding != "valid" && padding != "same") args.fail("padding", "'valid' or 'same'");
  const auto moves = [&args](std::string_view argument) {
    for (const Integer step : args.tuple(argument)) {
      if (step > 1) return true;
    }
    return false;
  };
  if (moves("strides") && moves("dilation_rate")) args.fail("dilation_rate", "1 where 'strides' is more than 1");
}

Shape kernel_shape(const Shape& window, Dim inputs, Dim outputs) {
  Shape result = window;
  result.append(inputs);
  result.append(outputs);
  return result;
}

// An LSTM with convolutions instead of matrix products: of the input with the given strides, of the state with 'same'
// padding and strides of 1.
void conv_lstm(Call& call) {
  const Shape window = call.window("kernel_size", "kernel");
  const SpatialAxes axes = spatial_axes(call, window.rank());
  const Shape sequence = call.input({.rank = axes.rank + 3});
  const Shape step = sequence.without(1);
  const Dim channels = step[axes.channels()].as("channels");
  const Shape sizes = axes.of(step);
  const bool whole = channels.known() && (sizes.fully_known() || call.era() != Era::Keras3);
  if (call.building() && !whole) {
    call.fail("expected every size but batch and steps to be known, found the shape " + to_text(sequence));
  }
  const Dim filters = call.dim("filters");
  const Dim width = Dim(4) * filters;
  const Shape positions = window_positions(call, sizes, window, call.window("strides", "stride"),
                                           call.window("dilation_rate", "dilation"), lowered(call.string("padding")));
  Call cell = call.scope("cell", "conv_lstm_cell");
  cell.weight("kernel", kernel_shape(window, channels, width));
  cell.weight("recurrent_kernel", kernel_shape(window, filters, width));
  if (call.flag("use_bias")) cell.weight("bias", {width});
  const Shape output = axes.with(step, positions, filters);
  const Structure<Tensor> state = Tensor{output, call.compute_dtype()};
  return_steps(call, sequence, output, {state, state});
  const Dim steps = sequence[1].as("steps");
  const Dim count = call.leaf(positions.product(), "positions");
  call.macs({step.first(), steps, count, window.product(), channels, width});
  call.macs({step.first(), steps, count, window.product(), filters, width});
}

constexpr LayerEntry kLayers[] = {
    with_mask(recurrent_mask, {"ConvLSTM1D", "keras.layers", Family::Recurrent, "an LSTM with 1D convolutions",
                               conv_lstm_args<1>, sequence_call, conv_lstm, check_conv_lstm}),
    with_mask(recurrent_mask, {"ConvLSTM2D", "keras.layers", Family::Recurrent, "an LSTM with 2D convolutions",
                               conv_lstm_args<2>, sequence_call, conv_lstm, check_conv_lstm}),
    with_mask(recurrent_mask, {"ConvLSTM3D", "keras.layers", Family::Recurrent, "an LSTM with 3D convolutions",
                               conv_lstm_args<3>, sequence_call, conv_lstm, check_conv_lstm}),
};

}  // namespace

std::span<const LayerEntry> conv_lstm_layers() { return kLayers; }

}  // namespace nnsummary
