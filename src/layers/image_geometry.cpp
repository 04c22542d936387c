#include "layers/image.h"

namespace nnsummary {
namespace {

constexpr auto random_flip_args =
    join(Arg{"mode", Kind::Text, "horizontal_and_vertical", {}, "which way images are mirrored"}, arg::seed,
         arg::image_options);

constexpr Rule kTurn{.least = -1, .most = 1, .nullable = true};
constexpr auto random_rotation_args =
    join(Arg{"factor", Kind::Any, required, kTurn, "how far images are turned, as a share of a full turn"},
         arg::fill_mode, arg::interpolation, arg::seed, arg::fill_value, arg::image_options);

constexpr Arg shift_factors[] = {
    {"height_factor", Kind::Any, required, arg::kChange, "how far images are moved down, as a share of their height"},
    {"width_factor", Kind::Any, required, arg::kChange, "how far images are moved right, as a share of their width"},
};
constexpr auto random_translation_args =
    join(shift_factors, arg::fill_mode, arg::interpolation, arg::seed, arg::fill_value, arg::image_options);

constexpr Rule kZoom{.least = -1, .most = 1, .open = true};
constexpr Rule kZoomOrNull{.least = -1, .most = 1, .open = true, .nullable = true};
constexpr Arg zoom_factors[] = {
    {"height_factor", Kind::Any, required, kZoom, "how much of their height images gain or lose"},
    {"width_factor", Kind::Any, nullptr, kZoomOrNull, "how much of their width; null: as of their height"},
};
constexpr auto random_zoom_args =
    join(zoom_factors, arg::fill_mode, arg::interpolation, arg::seed, arg::fill_value, arg::image_options);

constexpr Arg shear_factors[] = {
    {"x_factor", Kind::Any, 0.0, arg::kShare, "how far rows are moved against each other"},
    {"y_factor", Kind::Any, 0.0, arg::kShare, "how far columns are moved against each other"},
};
constexpr auto random_shear_args = join(shear_factors, arg::interpolation, arg::fill_mode, arg::fill_value,
                                        arg::data_format, arg::seed, arg::bounding_box_format);

constexpr Arg perspective_factors[] = {
    {"factor", Kind::Any, 1.0, arg::kShare, "how likely an image is changed"},
    {"scale", Kind::Float, 1.0, arg::kShare, "how far its corners are moved"},
};
constexpr auto random_perspective_args =
    join(perspective_factors, arg::interpolation, arg::fill_value, arg::seed, arg::image_options);

constexpr Arg elastic_factors[] = {
    {"factor", Kind::Any, 1.0, arg::kShare, "how likely an image is changed"},
    {"scale", Kind::Any, 1.0, arg::kShare, "how far its pixels are moved"},
};
constexpr Arg elastic_fill_mode{"fill_mode", Kind::Text, "reflect", one_of("reflect|wrap|constant|nearest|mirror"),
                                "what lies beyond the image's edges"};
constexpr auto random_elastic_args = join(elastic_factors, arg::interpolation, elastic_fill_mode, arg::fill_value,
                                          arg::any_value_range, arg::seed, arg::image_options);

constexpr Arg erasing_factors[] = {
    {"factor", Kind::Any, 1.0, arg::kShare, "how likely an image is changed"},
    {"scale", Kind::Any, nullptr, arg::kShare, "share of it that is erased, [0.02, 0.33] if not given"},
    {"fill_value", Kind::Float, nullptr, {}, "what comes in its place; null: noise"},
};
constexpr auto random_erasing_args = join(erasing_factors, arg::any_value_range, arg::seed, arg::image_options);

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Preprocessing;

constexpr LayerEntry kLayers[] = {
    {"RandomFlip", kModule, kFamily, "images mirrored at random while training", random_flip_args, one_input,
     same_shape},
    {"RandomRotation", kModule, kFamily, "images turned at random while training", random_rotation_args, one_input,
     same_shape, check_pairs},
    {"RandomTranslation", kModule, kFamily, "images moved at random while training", random_translation_args, one_input,
     same_shape, check_bounded_pairs},
    {"RandomZoom", kModule, kFamily, "images zoomed at random while training", random_zoom_args, one_input, same_shape,
     check_bounded_pairs},
    {"RandomShear", kModule, kFamily, "images sheared at random while training", random_shear_args, one_input,
     same_shape, check_bounded_pairs},
    {"RandomPerspective", kModule, kFamily, "images seen at a slant, at random while training", random_perspective_args,
     one_input, same_shape, check_pairs},
    {"RandomElasticTransform", kModule, kFamily, "images warped at random while training", random_elastic_args,
     one_input, same_shape, check_pairs},
    {"RandomErasing", kModule, kFamily, "a part of images erased at random while training", random_erasing_args,
     one_input, same_shape, check_pairs},
};

}  // namespace

std::span<const LayerEntry> image_geometry_layers() { return kLayers; }

}  // namespace nnsummary
