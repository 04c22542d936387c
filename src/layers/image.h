// What the layers over images share: arguments, and what Keras refuses of them.
#pragma once

#include "layers/common_args.h"
#include "layers/families.h"

namespace nnsummary {

// An argument that is a number or a pair of numbers is of Kind::Any with bounds; one that is a pair of anything, of
// Kind::Any with length 2. Null is refused unless the rule is nullable, whatever stands for an argument that isn't
// given.

// Of a pair, Keras only asks that it is not wholly out of bounds.
void check_pairs(const Arguments& args);
// Both numbers of a pair have to keep the bounds.
void check_bounded_pairs(const Arguments& args);

namespace arg {

constexpr Rule kShare = between(0, 1);
constexpr Rule kChange = between(-1, 1);

constexpr Arg value_range{
    "value_range", Kind::Any, nullptr, {.length = 2}, "least and greatest value of a pixel, [0, 255] if not given"};
// … where Keras doesn't look at it.
constexpr Arg any_value_range{
    "value_range", Kind::Any, nullptr, {}, "least and greatest value of a pixel, [0, 255] if not given"};
constexpr Arg interpolation{"interpolation", Kind::Text, "bilinear", one_of("nearest|bilinear"),
                            "how pixels are made of their neighbours"};
constexpr Arg fill_mode{"fill_mode", Kind::Text, "reflect", one_of("reflect|wrap|constant|nearest"),
                        "what lies beyond the image's edges"};
constexpr Arg fill_value{
    "fill_value", Kind::Float, 0.0, {}, "what lies beyond the edges where 'fill_mode' is 'constant'"};
constexpr Arg bounding_box_format{
    "bounding_box_format", Kind::Any, nullptr, {}, "how boxes are written, where there are any"};

// What every layer over images takes last.
constexpr auto image_options = join(data_format, bounding_box_format);

}  // namespace arg
}  // namespace nnsummary
