// Windows of convolutions, pooling and patches.
#pragma once

#include "layers/spatial.h"
#include "ops/rules.h"

namespace nnsummary {

Shape as_shape(const Integers& sizes);

// Returns one size per axis; a single one, or a list of one, is used for all.
Shape sizes_along(const Call& call, std::string_view argument, int count);
void check_strides(const Call& call, const Shape& strides);
// Returns the argument `strides`; where it is null, the window's size.
Shape strides_of(const Call& call, int count, const Shape& window);
Shape dilation_of(const Call& call, int count);
// Returns the argument `padding` in lower case; it must be one of `options`, "valid|same".
std::string padding_of(const Call& call, std::string_view options);

// Returns the number of window positions, by the arguments `dilation_rate` and `padding`.
Shape convolved(const Call& call, const Shape& sizes, const Shape& window, const Shape& strides);

}  // namespace nnsummary
