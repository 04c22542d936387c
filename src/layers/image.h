// Arguments of image layers, and checks that they share.
#pragma once

#include "layers/common_args.h"
#include "layers/families.h"

namespace nnsummary {

// Checks arguments that take a number or a pair of numbers, which are of Kind::Any with bounds, and those that take a
// pair of any values, which are of Kind::Any with length 2. Null is an error unless the rule is nullable, even where it
// is the default.

// Keras only checks that the pair isn't completely out of bounds.
void check_pairs(const Arguments& args);
// Both numbers of a pair must be within the bounds.
void check_bounded_pairs(const Arguments& args);

namespace arg {

constexpr Rule kFraction = between(0, 1);
constexpr Rule kSignedFraction = between(-1, 1);

constexpr Arg value_range{
    "value_range", Kind::Any, nullptr, {.length = 2}, "smallest and largest value of a pixel, [0, 255] by default"};
// For layers where Keras doesn't check the range.
constexpr Arg any_value_range{
    "value_range", Kind::Any, nullptr, {}, "smallest and largest value of a pixel, [0, 255] by default"};
constexpr Arg interpolation{"interpolation", Kind::String, "bilinear", one_of("nearest|bilinear"),
                            "interpolation method"};
constexpr Arg fill_mode{"fill_mode", Kind::String, "reflect", one_of("reflect|wrap|constant|nearest"),
                        "how to fill the area beyond the image's edges"};
constexpr Arg fill_value{
    "fill_value", Kind::Float, 0.0, {}, "value of the area beyond the edges if 'fill_mode' is 'constant'"};
constexpr Arg bounding_box_format{"bounding_box_format", Kind::Any, nullptr, {}, "format of bounding boxes"};

// The last arguments of every image layer.
constexpr auto image_options = join(data_format, bounding_box_format);

}  // namespace arg
}  // namespace nnsummary
