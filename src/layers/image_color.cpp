#include <algorithm>

#include "layers/image.h"

namespace nnsummary {
namespace {

using Tensors = Structure<Tensor>;

constexpr Arg strength(const Rule& rule) {
  return {"factor", Kind::Any, required, rule, "strength of the change: the largest, or the smallest and the largest"};
}
constexpr Arg likelihood{"factor", Kind::Any, 1.0, arg::kFraction, "probability that an image is changed"};

// The order of these arguments differs between classes: some have them in their own constructor, others leave them to
// the base class.
constexpr auto options_then_seed = join(arg::data_format, arg::seed, arg::bounding_box_format);
constexpr auto seed_then_options = join(arg::seed, arg::image_options);

constexpr Rule kSignedFractionOrNull{.least = -1, .most = 1, .nullable = true};
constexpr Rule kFractionOrNull{.least = 0, .most = 1, .nullable = true};
constexpr auto random_brightness_args = join(strength(kSignedFractionOrNull), arg::value_range, seed_then_options);
constexpr auto random_contrast_args = join(strength(arg::kFraction), arg::any_value_range, seed_then_options);
constexpr auto random_hue_args = join(strength(arg::kFraction), arg::any_value_range, options_then_seed);
constexpr auto random_color_args = join(strength(arg::kSignedFraction), arg::value_range, options_then_seed);
constexpr auto random_sharpness_args = join(strength(arg::kFraction), arg::value_range, options_then_seed);
constexpr auto random_posterization_args =
    join(Arg{"factor", Kind::Any, required, between(1, 8), "number of bits to keep per color"}, arg::value_range,
         options_then_seed);
constexpr auto random_invert_args = join(likelihood, arg::any_value_range, seed_then_options);
constexpr auto random_grayscale_args =
    join(Arg{"factor", Kind::Float, 0.5, arg::kFraction, "probability that an image is changed"}, options_then_seed);

constexpr Arg jitter_factors[] = {
    {"brightness_factor", Kind::Any, nullptr, kSignedFractionOrNull, "factor of RandomBrightness; null for no change"},
    {"contrast_factor", Kind::Any, nullptr, kFractionOrNull, "factor of RandomContrast; null for no change"},
    {"saturation_factor", Kind::Any, nullptr, kSignedFractionOrNull, "factor of RandomSaturation; null for no change"},
    {"hue_factor", Kind::Any, nullptr, kFractionOrNull, "factor of RandomHue; null for no change"},
};
constexpr auto random_color_jitter_args = join(arg::any_value_range, jitter_factors, seed_then_options);

constexpr Arg blur_options[] = {
    {"kernel_size", Kind::Tuple, 3, {.length = 2}, "size of the window, an odd number"},
    {"sigma", Kind::Any, 1.0, arg::kFraction, "standard deviation of the blur"},
};
constexpr auto random_gaussian_blur_args = join(likelihood, blur_options, arg::any_value_range, options_then_seed);

constexpr Arg solarization_factors[] = {
    {"addition_factor", Kind::Any, 0.0, arg::kFraction, "value to add, as a fraction of the value range"},
    {"threshold_factor", Kind::Any, 0.0, arg::kFraction,
     "threshold of the inversion, as a fraction of the value range"},
};
constexpr auto solarization_args = join(solarization_factors, arg::value_range, seed_then_options);

constexpr auto auto_contrast_args = join(arg::value_range, arg::image_options);
constexpr auto equalization_args =
    join(arg::value_range, Arg{"bins", Kind::Int, 256, {}, "number of bins of the histogram"}, arg::image_options);
constexpr Arg clahe_options[] = {
    {"clip_limit", Kind::Float, 4.0, {}, "limit of the histogram's contrast"},
    {"tile_grid_size", Kind::Tuple, 8, {.length = 2}, "number of tiles, vertically and horizontally"},
};
constexpr auto clahe_args = join(arg::any_value_range, clahe_options, arg::image_options);

void check_blur(const Arguments& args) {
  check_pairs(args);
  for (const Integer size : args.tuple("kernel_size")) {
    if (size % 2 == 0) args.fail("kernel_size", "an odd integer or a list of two");
  }
}

// Keras creates a layer for each factor, and only two of these check the value range.
void check_jitter(const Arguments& args) {
  check_pairs(args);
  if (args.is_null("brightness_factor") && args.is_null("saturation_factor")) return;
  const Value* range = args.find("value_range");
  if (range && (!range->is_list() || range->items().size() != 2)) args.fail("value_range", "a list of two numbers");
}

void color_degeneration(Call& call) {
  const Shape in = call.input({.min_rank = 3, .max_rank = 4});
  const Dim channels = in[call.string("data_format") == "channels_first" ? -3 : -1];
  if (channels.known() && channels != Dim(3)) call.fail("expected 3 channels, found the shape " + to_text(in));
  call.output(in);
}

// Inputs of another floating-point dtype are cast to the layer's.
bool is_cast(const Call& call, DType dtype) { return is_floating(dtype) && dtype != call.compute_dtype(); }

// Keeps the dtype of the input after casting.
void grayscale(Call& call) {
  const Shape in = call.input();
  const DType dtype = call.inputs().leaf.dtype;
  call.output_tensors(Tensor{in, is_cast(call, dtype) ? call.compute_dtype() : dtype});
}

bool is_cast(const Call& call, const Tensors& in) {
  if (in.kind == Tensors::Kind::Leaf) return is_cast(call, in.leaf.dtype);
  return std::all_of(in.items.begin(), in.items.end(), [&call](const Tensors& item) { return is_cast(call, item); });
}

// Keras returns its input tensors unless it casts them, and then takes them for tensors that depend on themselves.
void equalization(Call& call) {
  if (!is_cast(call, call.inputs())) {
    call.fail(
        "Keras returns the input unchanged, which it then takes for a cycle in the model: expected an input of "
        "another floating type than the layer's");
  }
  same_shape(call);
}

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Preprocessing;

constexpr LayerEntry kLayers[] = {
    {"RandomBrightness", kModule, kFamily, "changes the brightness of images at random during training",
     random_brightness_args, one_input, same_shape, check_pairs},
    {"RandomContrast", kModule, kFamily, "changes the contrast of images at random during training",
     random_contrast_args, one_input, same_shape, check_pairs},
    {"RandomHue", kModule, kFamily, "changes the hue of images at random during training", random_hue_args, one_input,
     same_shape, check_pairs},
    {"RandomSaturation", kModule, kFamily, "changes the saturation of images at random during training",
     random_color_args, one_input, same_shape, check_pairs},
    {"RandomSharpness", kModule, kFamily, "changes the sharpness of images at random during training",
     random_sharpness_args, one_input, same_shape, check_pairs},
    {"RandomColorDegeneration", kModule, kFamily, "reduces the color of images at random during training",
     random_color_args, one_input, color_degeneration, check_pairs},
    {"RandomColorJitter", kModule, kFamily,
     "changes brightness, contrast, saturation and hue at random during training", random_color_jitter_args, one_input,
     same_shape, check_jitter},
    {"RandomGaussianBlur", kModule, kFamily, "blurs images at random during training", random_gaussian_blur_args,
     one_input, same_shape, check_blur},
    {"RandomGrayscale", kModule, kFamily, "converts images to grayscale at random during training",
     random_grayscale_args, one_input, grayscale},
    {"RandomInvert", kModule, kFamily, "inverts colors at random during training", random_invert_args, one_input,
     same_shape, check_pairs},
    {"RandomPosterization", kModule, kFamily, "reduces the bits of colors at random during training",
     random_posterization_args, one_input, same_shape, check_pairs},
    {"Solarization", kModule, kFamily, "inverts colors above a threshold", solarization_args, one_input, same_shape,
     check_bounded_pairs},
    {"AutoContrast", kModule, kFamily, "stretches the colors of images to the full range", auto_contrast_args,
     one_input, same_shape, check_pairs},
    {"Equalization", kModule, kFamily, "equalizes the histogram of images", equalization_args, one_input, equalization,
     check_pairs},
    {"ContrastLimitedAdaptiveHistogramEqualization", kModule, kFamily,
     "equalizes the histogram of images in tiles, with limited contrast", clahe_args, one_input, same_shape},
};

}  // namespace

std::span<const LayerEntry> image_color_layers() { return kLayers; }

}  // namespace nnsummary
