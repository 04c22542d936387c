#include "layers/image.h"

namespace nnsummary {
namespace {

// The factor goes on to layers that ask more of it than this one's class does.
constexpr Arg factor(double fallback) {
  return {"factor", Kind::Any, fallback, arg::kShare,
          "how much images are changed at most, or from how much to how much"};
}

constexpr Arg aug_mix_options[] = {
    {"num_chains", Kind::Int, 3, {}, "how many changed images are mixed"},
    {"chain_depth", Kind::Int, 3, {}, "how many changes each has undergone"},
    factor(0.3),
    {"alpha", Kind::Float, 1.0, {}, "how evenly they are mixed"},
    {"all_ops", Kind::Bool, true, {}, "whether brightness, color, contrast and sharpness change too"},
};
constexpr auto aug_mix_args =
    join(arg::value_range, aug_mix_options, arg::interpolation, arg::seed, arg::image_options);

constexpr Arg num_ops{"num_ops", Kind::Int, 2, {}, "how many changes an image undergoes"};
constexpr auto rand_augment_args =
    join(arg::value_range, num_ops, factor(0.5), arg::interpolation, arg::seed, arg::image_options);

constexpr Arg cut_mix_factor{"factor", Kind::Any, 1.0, arg::kShare, "share of an image that comes from another"};
constexpr auto cut_mix_args = join(cut_mix_factor, arg::seed, arg::image_options);

constexpr Arg alpha{"alpha", Kind::Float, 0.2, {}, "how evenly two images are mixed"};
constexpr auto mix_up_args = join(alpha, arg::data_format, arg::seed, arg::bounding_box_format);

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Preprocessing;

constexpr LayerEntry kLayers[] = {
    {"AugMix", kModule, kFamily, "images changed several ways and mixed while training", aug_mix_args, one_input,
     same_shape, check_bounded_pairs},
    {"RandAugment", kModule, kFamily, "images changed a few ways at random while training", rand_augment_args,
     one_input, same_shape, check_bounded_pairs},
    {"CutMix", kModule, kFamily, "parts of images put into others while training", cut_mix_args, one_input, same_shape,
     check_pairs},
    {"MixUp", kModule, kFamily, "images laid over others while training", mix_up_args, one_input, same_shape},
};

}  // namespace

std::span<const LayerEntry> image_mixing_layers() { return kLayers; }

}  // namespace nnsummary
