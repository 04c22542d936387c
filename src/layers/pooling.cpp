#include "layers/common_args.h"
#include "layers/families.h"

namespace nnsummary {
namespace {

template <int rank>
constexpr Arg pooling_args[] = {
    {"pool_size", Kind::Tuple, 2, arg::positive(rank), "size of the window"},
    {"strides", Kind::Tuple, nullptr, {.least = 0, .length = rank}, "step of the window; null for the window's size"},
    {"padding", Kind::String, "valid", {}, "'valid' for no padding, 'same' to pad for the window"},
    arg::data_format,
};

constexpr Arg global_args[] = {arg::data_format, arg::keepdims};

void pooling(Call& call) {
  const Shape window = call.window("pool_size", "pool");
  const SpatialAxes axes = spatial_axes(call, window.rank());
  const Shape in = call.input({.rank = axes.rank + 2});
  const Shape strides = call.is_null("strides") ? window : call.window("strides", "stride");
  const std::string_view padding = call.string("padding");
  if (padding != "valid" && padding != "same") call.args().fail("padding", "'valid' or 'same'");
  for (const Dim stride : strides) {
    if (stride.value() == 0) call.args().fail("strides", "positive integers");
  }
  const Shape undilated(std::vector<Dim>(static_cast<size_t>(axes.rank), Dim(1)));
  const Shape sizes = window_positions(call, axes.of(in), window, strides, undilated, padding);
  call.output(axes.with(in, sizes, in[axes.channels()]));
}

template <int rank>
void global_pooling(Call& call) {
  const SpatialAxes axes = spatial_axes(call, rank);
  const Shape in = call.input({.rank = rank + 2});
  Shape ones;
  for (int i = 0; call.flag("keepdims") && i < rank; ++i) ones.append(1);
  call.output(axes.with(in, ones, in[axes.channels()]));
}

template <int rank>
constexpr Arg adaptive_args[] = {
    {"output_size", Kind::Tuple, required, {.length = rank}, "size of the output along the spatial axes"},
    arg::data_format,
};

void adaptive_pooling(Call& call) {
  const std::vector<Integer> size = call.args().tuple("output_size");
  const SpatialAxes axes = spatial_axes(call, static_cast<int>(size.size()));
  const Shape in = call.input({.min_rank = 2});
  call.output(axes.with(in, Shape(std::vector<Dim>(size.begin(), size.end())), in[axes.channels()]));
}

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Pooling;

constexpr LayerEntry kLayers[] = {
    {"MaxPooling1D", kModule, kFamily, "the maximum of each window of a sequence", pooling_args<1>, one_input, pooling,
     nullptr, Build::OnCreation},
    {"MaxPooling2D", kModule, kFamily, "the maximum of each window of an image", pooling_args<2>, one_input, pooling,
     nullptr, Build::OnCreation},
    {"MaxPooling3D", kModule, kFamily, "the maximum of each window of a volume", pooling_args<3>, one_input, pooling,
     nullptr, Build::OnCreation},
    {"AveragePooling1D", kModule, kFamily, "the mean of each window of a sequence", pooling_args<1>, one_input, pooling,
     nullptr, Build::OnCreation},
    {"AveragePooling2D", kModule, kFamily, "the mean of each window of an image", pooling_args<2>, one_input, pooling,
     nullptr, Build::OnCreation},
    {"AveragePooling3D", kModule, kFamily, "the mean of each window of a volume", pooling_args<3>, one_input, pooling,
     nullptr, Build::OnCreation},
    {"GlobalMaxPooling1D", kModule, kFamily, "the maximum over a whole sequence", global_args, one_input,
     global_pooling<1>, nullptr, Build::OnCreation},
    {"GlobalMaxPooling2D", kModule, kFamily, "the maximum over a whole image", global_args, one_input,
     global_pooling<2>, nullptr, Build::OnCreation},
    {"GlobalMaxPooling3D", kModule, kFamily, "the maximum over a whole volume", global_args, one_input,
     global_pooling<3>, nullptr, Build::OnCreation},
    {"GlobalAveragePooling1D", kModule, kFamily, "the mean over a whole sequence", global_args, input_and_mask,
     global_pooling<1>, nullptr, Build::OnCreation},
    {"GlobalAveragePooling2D", kModule, kFamily, "the mean over a whole image", global_args, one_input,
     global_pooling<2>, nullptr, Build::OnCreation},
    {"GlobalAveragePooling3D", kModule, kFamily, "the mean over a whole volume", global_args, one_input,
     global_pooling<3>, nullptr, Build::OnCreation},
    {"AdaptiveAveragePooling1D", kModule, kFamily, "average pooling of a sequence to a fixed output size",
     adaptive_args<1>, one_input, adaptive_pooling},
    {"AdaptiveAveragePooling2D", kModule, kFamily, "average pooling of an image to a fixed output size",
     adaptive_args<2>, one_input, adaptive_pooling},
    {"AdaptiveAveragePooling3D", kModule, kFamily, "average pooling of a volume to a fixed output size",
     adaptive_args<3>, one_input, adaptive_pooling},
    {"AdaptiveMaxPooling1D", kModule, kFamily, "max pooling of a sequence to a fixed output size", adaptive_args<1>,
     one_input, adaptive_pooling},
    {"AdaptiveMaxPooling2D", kModule, kFamily, "max pooling of an image to a fixed output size", adaptive_args<2>,
     one_input, adaptive_pooling},
    {"AdaptiveMaxPooling3D", kModule, kFamily, "max pooling of a volume to a fixed output size", adaptive_args<3>,
     one_input, adaptive_pooling},
};

}  // namespace

std::span<const LayerEntry> pooling_layers() { return kLayers; }

}  // namespace nnsummary
