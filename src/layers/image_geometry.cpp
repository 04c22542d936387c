#include "layers/image.h"

namespace nnsummary {
namespace {

constexpr auto random_flip_args =
    join(Arg{"mode", Kind::String, "horizontal_and_vertical", {}, "direction to flip images in"}, arg::seed,
         arg::image_options);

constexpr Rule kTurn{.least = -1, .most = 1, .nullable = true};
constexpr auto random_rotation_args =
    join(Arg{"factor", Kind::Any, required, kTurn, "range of the rotation, as a fraction of a full turn"},
         arg::fill_mode, arg::interpolation, arg::seed, arg::fill_value, arg::image_options);

constexpr Arg shift_factors[] = {
    {"height_factor", Kind::Any, required, arg::kSignedFraction,
     "range of the vertical shift, as a fraction of the height"},
    {"width_factor", Kind::Any, required, arg::kSignedFraction,
     "range of the horizontal shift, as a fraction of the width"},
};
constexpr auto random_translation_args =
    join(shift_factors, arg::fill_mode, arg::interpolation, arg::seed, arg::fill_value, arg::image_options);

constexpr Rule kZoom{.least = -1, .most = 1, .open = true};
constexpr Rule kZoomOrNull{.least = -1, .most = 1, .open = true, .nullable = true};
constexpr Arg zoom_factors[] = {
    {"height_factor", Kind::Any, required, kZoom, "range of the vertical zoom, as a fraction of the height"},
    {"width_factor", Kind::Any, nullptr, kZoomOrNull,
     "range of the horizontal zoom, as a fraction of the width; null to keep the aspect ratio"},
};
constexpr auto random_zoom_args =
    join(zoom_factors, arg::fill_mode, arg::interpolation, arg::seed, arg::fill_value, arg::image_options);

constexpr Arg shear_factors[] = {
    {"x_factor", Kind::Any, 0.0, arg::kFraction, "range of the horizontal shear"},
    {"y_factor", Kind::Any, 0.0, arg::kFraction, "range of the vertical shear"},
};
constexpr auto random_shear_args = join(shear_factors, arg::interpolation, arg::fill_mode, arg::fill_value,
                                        arg::data_format, arg::seed, arg::bounding_box_format);

constexpr Arg perspective_factors[] = {
    {"factor", Kind::Any, 1.0, arg::kFraction, "probability that an image is changed"},
    {"scale", Kind::Float, 1.0, arg::kFraction, "how far to move the corners"},
};
constexpr auto random_perspective_args =
    join(perspective_factors, arg::interpolation, arg::fill_value, arg::seed, arg::image_options);

constexpr Arg elastic_factors[] = {
    {"factor", Kind::Any, 1.0, arg::kFraction, "probability that an image is changed"},
    {"scale", Kind::Any, 1.0, arg::kFraction, "how far to move the pixels"},
};
constexpr Arg elastic_fill_mode{"fill_mode", Kind::String, "reflect", one_of("reflect|wrap|constant|nearest|mirror"),
                                "how to fill the area beyond the image's edges"};
constexpr auto random_elastic_args = join(elastic_factors, arg::interpolation, elastic_fill_mode, arg::fill_value,
                                          arg::any_value_range, arg::seed, arg::image_options);

constexpr Arg erasing_factors[] = {
    {"factor", Kind::Any, 1.0, arg::kFraction, "probability that an image is changed"},
    {"scale", Kind::Any, nullptr, arg::kFraction, "range of the erased fraction of the image, [0.02, 0.33] by default"},
    {"fill_value", Kind::Float, nullptr, {}, "value of the erased area; null for noise"},
};
constexpr auto random_erasing_args = join(erasing_factors, arg::any_value_range, arg::seed, arg::image_options);

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Preprocessing;

constexpr LayerEntry kLayers[] = {
    {"RandomFlip", kModule, kFamily, "flips images at random during training", random_flip_args, one_input, same_shape},
    {"RandomRotation", kModule, kFamily, "rotates images at random during training", random_rotation_args, one_input,
     same_shape, check_pairs},
    {"RandomTranslation", kModule, kFamily, "shifts images at random during training", random_translation_args,
     one_input, same_shape, check_bounded_pairs},
    {"RandomZoom", kModule, kFamily, "zooms images at random during training", random_zoom_args, one_input, same_shape,
     check_bounded_pairs},
    {"RandomShear", kModule, kFamily, "shears images at random during training", random_shear_args, one_input,
     same_shape, check_bounded_pairs},
    {"RandomPerspective", kModule, kFamily, "changes the perspective of images at random during training",
     random_perspective_args, one_input, same_shape, check_pairs},
    {"RandomElasticTransform", kModule, kFamily, "warps images at random during training", random_elastic_args,
     one_input, same_shape, check_pairs},
    {"RandomErasing", kModule, kFamily, "erases a random part of images during training", random_erasing_args,
     one_input, same_shape, check_pairs},
};

}  // namespace

std::span<const LayerEntry> image_geometry_layers() { return kLayers; }

}  // namespace nnsummary
