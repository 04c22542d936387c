#include <algorithm>

#include "layers/common_args.h"
#include "layers/families.h"
#include "layers/masks.h"

namespace nnsummary {
namespace {

constexpr Arg rate{"rate", Kind::Float, required, between(0, 1), "fraction of the inputs to drop during training"};
constexpr Arg noise_shape{
    "noise_shape", Kind::Any, nullptr, {}, "shape of the dropout mask; size 1 shares it along an axis"};
constexpr Rule kPenalty{.least = 0, .nullable = true};

constexpr auto dropout_args = join(rate, noise_shape, arg::seed);
constexpr auto rate_and_seed = join(rate, arg::seed);
constexpr auto spatial_dropout_args = join(rate, arg::data_format, arg::seed);
constexpr Arg gaussian_noise_args[] = {
    {"stddev", Kind::Float, required, between(0, 1), "standard deviation of the noise"},
    arg::seed,
};
constexpr Arg activity_args[] = {
    {"l1", Kind::Float, 0.0, kPenalty, "factor of the L1 penalty"},
    {"l2", Kind::Float, 0.0, kPenalty, "factor of the L2 penalty"},
};

void check_dropout(const Arguments& args) {
  const Value* shape = args.find("noise_shape");
  if (!shape || shape->is_null()) return;
  const auto is_size = [](const Value& item) { return item.is_null() || (item.is_int() && item.integer() > 0); };
  if (!shape->is_list() || !std::all_of(shape->items().begin(), shape->items().end(), is_size)) {
    args.fail("noise_shape", "a list of positive integers and nulls");
  }
}

template <int rank>
void spatial_dropout(Call& call) {
  call.output(call.input({.rank = rank}));
}

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Regularization;

constexpr LayerEntry kLayers[] = {
    with_mask(pass_mask, {"Dropout", kModule, kFamily, "sets random inputs to zero during training", dropout_args,
                          one_input, same_shape, check_dropout, Build::OnCreation}),
    with_mask(pass_mask,
              {"SpatialDropout1D", kModule, kFamily, "sets random channels of a sequence to zero during training",
               rate_and_seed, one_input, spatial_dropout<3>, nullptr, Build::OnCreation}),
    with_mask(pass_mask,
              {"SpatialDropout2D", kModule, kFamily, "sets random channels of an image to zero during training",
               spatial_dropout_args, one_input, spatial_dropout<4>, nullptr, Build::OnCreation}),
    with_mask(pass_mask,
              {"SpatialDropout3D", kModule, kFamily, "sets random channels of a volume to zero during training",
               spatial_dropout_args, one_input, spatial_dropout<5>, nullptr, Build::OnCreation}),
    with_mask(pass_mask, {"GaussianDropout", kModule, kFamily, "multiplies by Gaussian noise around 1 during training",
                          rate_and_seed, one_input, same_shape, nullptr, Build::OnCreation}),
    with_mask(pass_mask, {"GaussianNoise", kModule, kFamily, "adds Gaussian noise around 0 during training",
                          gaussian_noise_args, one_input, same_shape, nullptr, Build::OnCreation}),
    with_mask(pass_mask, {"AlphaDropout", kModule, kFamily, "dropout that keeps mean and variance, for SELU",
                          dropout_args, one_input, same_shape, nullptr, Build::OnCreation}),
    with_mask(pass_mask, {"ActivityRegularization", kModule, kFamily, "adds a penalty on its input to the loss",
                          activity_args, one_input, same_shape, nullptr, Build::OnCreation}),
};

}  // namespace

std::span<const LayerEntry> regularization_layers() { return kLayers; }

}  // namespace nnsummary
