#include "layers/image.h"

namespace nnsummary {
namespace {

// The factor is passed on to layers that check it more strictly.
constexpr Arg factor(double fallback) {
  return {"factor", Kind::Any, fallback, arg::kFraction,
          "strength of the change: the largest, or the smallest and the largest"};
}

constexpr Arg aug_mix_options[] = {
    {"num_chains", Kind::Int, 3, {}, "number of augmented images to mix"},
    {"chain_depth", Kind::Int, 3, {}, "number of augmentations per image"},
    factor(0.3),
    {"alpha", Kind::Float, 1.0, {}, "parameter of the distribution of the mixing weights"},
    {"all_ops", Kind::Bool, true, {}, "whether to change brightness, color, contrast and sharpness too"},
};
constexpr auto aug_mix_args =
    join(arg::value_range, aug_mix_options, arg::interpolation, arg::seed, arg::image_options);

constexpr Arg num_ops{"num_ops", Kind::Int, 2, {}, "number of augmentations per image"};
constexpr auto rand_augment_args =
    join(arg::value_range, num_ops, factor(0.5), arg::interpolation, arg::seed, arg::image_options);

constexpr Arg cut_mix_factor{"factor", Kind::Any, 1.0, arg::kFraction, "fraction of an image to replace"};
constexpr auto cut_mix_args = join(cut_mix_factor, arg::seed, arg::image_options);

constexpr Arg alpha{"alpha", Kind::Float, 0.2, {}, "parameter of the distribution of the mixing weights"};
constexpr auto mix_up_args = join(alpha, arg::data_format, arg::seed, arg::bounding_box_format);

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Preprocessing;

constexpr LayerEntry kLayers[] = {
    {"AugMix", kModule, kFamily, "mixes several augmented versions of images during training", aug_mix_args, one_input,
     same_shape, check_bounded_pairs},
    {"RandAugment", kModule, kFamily, "applies random augmentations to images during training", rand_augment_args,
     one_input, same_shape, check_bounded_pairs},
    {"CutMix", kModule, kFamily, "pastes parts of images into others during training", cut_mix_args, one_input,
     same_shape, check_pairs},
    {"MixUp", kModule, kFamily, "blends images with others during training", mix_up_args, one_input, same_shape},
};

}  // namespace

std::span<const LayerEntry> image_mixing_layers() { return kLayers; }

}  // namespace nnsummary
