// What operations share that move a window over an input: convolutions, pools, patches.
#pragma once

#include "layers/spatial.h"
#include "ops/rules.h"

namespace nnsummary {

Shape as_shape(const Integers& sizes);

// A size for each axis; one stands for all of them, in a list too.
Shape sizes_along(const Call& call, std::string_view argument, int count);
void check_strides(const Call& call, const Shape& strides);
// The argument `strides`; where it is null, a window moves by its own size.
Shape strides_of(const Call& call, int count, const Shape& window);
Shape dilation_of(const Call& call, int count);
// The argument `padding` in lower case, one of `options`, which are as "valid|same".
std::string padding_of(const Call& call, std::string_view options);

// How often a window fits, by the arguments `dilation_rate` and `padding`.
Shape convolved(const Call& call, const Shape& sizes, const Shape& window, const Shape& strides);

}  // namespace nnsummary
