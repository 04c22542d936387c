// The families of layers: each is one file with a table of entries. A new layer is one entry in one of them.
#pragma once

#include <span>

#include "layers/call.h"
#include "layers/entry.h"

namespace nnsummary {

std::span<const LayerEntry> core_layers();
std::span<const LayerEntry> einsum_layers();
std::span<const LayerEntry> embedding_layers();
std::span<const LayerEntry> convolution_layers();
std::span<const LayerEntry> pooling_layers();
std::span<const LayerEntry> recurrent_layers();
std::span<const LayerEntry> conv_lstm_layers();
std::span<const LayerEntry> wrapper_layers();
std::span<const LayerEntry> normalization_layers();
std::span<const LayerEntry> attention_layers();
std::span<const LayerEntry> merging_layers();
std::span<const LayerEntry> reshaping_layers();
std::span<const LayerEntry> regularization_layers();
std::span<const LayerEntry> activation_layers();
std::span<const LayerEntry> preprocessing_layers();
std::span<const LayerEntry> lookup_layers();
std::span<const LayerEntry> audio_layers();
std::span<const LayerEntry> image_size_layers();
std::span<const LayerEntry> image_geometry_layers();
std::span<const LayerEntry> image_color_layers();
std::span<const LayerEntry> image_mixing_layers();
std::span<const LayerEntry> legacy_layers();

// The call arguments of a layer that takes one tensor.
inline constexpr CallArg one_input[] = {{"inputs"}};
inline constexpr CallArg input_and_mask[] = {{"inputs"}, {"mask", CallArg::Type::Mask}};
inline constexpr CallArg input_list[] = {{"inputs", CallArg::Type::Tensors}};

// Returns the inputs with the layer's compute dtype.
Structure<Tensor> same_tensors(const Call& call);
// The function of a layer that returns tensors of its inputs' shapes and has no weights.
void same_shape(Call& call);

}  // namespace nnsummary
