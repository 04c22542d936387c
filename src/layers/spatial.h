// What layers over images, sequences and volumes share: where their axes are, and how windows move over them.
#pragma once

#include "layers/call.h"

namespace nnsummary {

// The axes of an input with a batch, channels and `rank` axes of space or time.
struct SpatialAxes {
  int rank;
  bool channels_last;

  int first() const { return channels_last ? 1 : 2; }
  int channels() const { return channels_last ? -1 : 1; }
  Shape of(const Shape& input) const { return input.slice(first(), first() + rank); }
  // The input's batch with other sizes, and channels where they were.
  Shape with(const Shape& input, const Shape& sizes, Dim channels) const;
};

// By the argument `data_format`; null is "channels_last".
SpatialAxes spatial_axes(const Call& call, int rank);

// How often a window fits along each axis. `padding` is "valid", "same" or "causal"; refuses a window that is larger
// than a size that is known. Rule of compute_conv_output_shape in keras/src/ops/operation_utils.py.
Shape window_positions(const Call& call, const Shape& sizes, const Shape& window, const Shape& strides,
                       const Shape& dilation, std::string_view padding);

// The two amounts for each axis of an argument such as `cropping`: one integer for all, or for each axis an integer for
// both ends or a pair. Refuses what is neither.
std::vector<std::pair<int64_t, int64_t>> end_pairs(const Call& call, std::string_view argument, int rank);

// Text in lower case, as Keras takes it for paddings.
std::string lowered(std::string_view text);

inline constexpr std::string_view kDataFormats = "channels_last|channels_first";

}  // namespace nnsummary
