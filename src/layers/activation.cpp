#include "layers/families.h"

namespace nnsummary {
namespace {

constexpr Arg activation_args[] = {
    {"activation", Kind::Activation, required, {}, "the function"},
};

constexpr Arg relu_args[] = {
    {"max_value", Kind::Float, nullptr, at_least(0), "what the output is cut at"},
    {"negative_slope", Kind::Float, 0.0, at_least(0), "factor below the threshold"},
    {"threshold", Kind::Float, 0.0, at_least(0), "below it the output is damped"},
};

constexpr LayerEntry kLayers[] = {
    {"Activation", "keras.layers", Family::Activation, "a function of each element", activation_args, one_input,
     same_shape, nullptr, Birth::Built},
    {"ReLU", "keras.layers", Family::Activation, "the rectified linear unit", relu_args, one_input, same_shape, nullptr,
     Birth::Built},
};

}  // namespace

std::span<const LayerEntry> activation_layers() { return kLayers; }

}  // namespace nnsummary
