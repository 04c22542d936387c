// The axes and windows of layers over sequences, images and volumes.
#pragma once

#include "layers/call.h"

namespace nnsummary {

// The axes of an input with a batch, channels and `rank` spatial axes.
struct SpatialAxes {
  int rank;
  bool channels_last;

  int first() const { return channels_last ? 1 : 2; }
  int channels() const { return channels_last ? -1 : 1; }
  Shape of(const Shape& input) const { return input.slice(first(), first() + rank); }
  // Returns a shape with the input's batch and other sizes and channels.
  Shape with(const Shape& input, const Shape& sizes, Dim channels) const;
};

// Reads the argument `data_format`; null is "channels_last".
SpatialAxes spatial_axes(const Call& call, int rank);

// Returns the number of window positions along each axis. `padding` is "valid", "same" or "causal". Throws LayerError
// for a window that is larger than a known size. The rule is from compute_conv_output_shape in
// keras/src/ops/operation_utils.py.
Shape window_positions(const Call& call, const Shape& sizes, const Shape& window, const Shape& strides,
                       const Shape& dilation, std::string_view padding);

// Returns the two amounts per axis of an argument such as `cropping`: one integer for all axes, or for each axis an
// integer for both ends or a pair. Throws LayerError for anything else.
std::vector<std::pair<Integer, Integer>> end_pairs(const Call& call, std::string_view argument, int rank);

// Returns a string in lower case, as Keras does for paddings.
std::string lowered(std::string_view text);

inline constexpr std::string_view kDataFormats = "channels_last|channels_first";

}  // namespace nnsummary
