#include "layers/common_args.h"
#include "layers/families.h"

namespace nnsummary {
namespace {

constexpr Arg dropout_args[] = {
    {"rate", Kind::Float, required, between(0, 1), "share of the inputs that training sets to zero"},
    {"noise_shape", Kind::Any, nullptr, {}, "shape of the mask, where it is shared along axes"},
    arg::seed,
};

constexpr LayerEntry kLayers[] = {
    {"Dropout", "keras.layers", Family::Regularization, "sets some inputs to zero while training", dropout_args,
     one_input, same_shape, nullptr, Birth::Built},
};

}  // namespace

std::span<const LayerEntry> regularization_layers() { return kLayers; }

}  // namespace nnsummary
