#include "ops/windows.h"

#include <fmt/format.h>

namespace nnsummary {

Shape as_shape(const Integers& sizes) { return Shape(std::vector<Dim>(sizes.begin(), sizes.end())); }

Shape sizes_along(const Call& call, std::string_view argument, int count) {
  const Integers sizes = integers_of(call, argument);
  return as_shape(sizes.size() == 1 ? Integers(static_cast<size_t>(count), sizes.front())
                                    : integers_of(call, argument, static_cast<size_t>(count)));
}

Shape dilation_of(const Call& call, int count) {
  const auto size = static_cast<size_t>(count);
  return as_shape(call.option("dilation_rate") ? integers_of(call, "dilation_rate", size) : Integers(size, 1));
}

void check_strides(const Call& call, const Shape& strides) {
  for (const Dim stride : strides) {
    if (stride.value() < 1) call.fail(fmt::format("expected strides of 1 or more, found {}", stride.value()));
  }
}

Shape strides_of(const Call& call, int count, const Shape& window) {
  Shape strides = given(call, "strides") ? sizes_along(call, "strides", count) : window;
  check_strides(call, strides);
  return strides;
}

std::string padding_of(const Call& call, std::string_view options) {
  std::string padding = lowered(string_of(call, "padding", "valid"));
  for (std::string_view rest = options; !rest.empty();) {
    const std::string_view option = rest.substr(0, rest.find('|'));
    if (option == padding) return padding;
    rest.remove_prefix(std::min(option.size() + 1, rest.size()));
  }
  call.fail(fmt::format("argument 'padding': expected one of {}, found '{}'", options, padding));
}

// The rule is from compute_conv_output_shape in keras/src/ops/operation_utils.py.
Shape convolved(const Call& call, const Shape& sizes, const Shape& window, const Shape& strides) {
  const std::string padding = padding_of(call, "valid|same|causal");
  if (padding == "valid" && !window.fully_known()) {
    call.fail("expected a window of known size, found " + to_text(window));
  }
  return window_positions(call, sizes, window, strides, dilation_of(call, sizes.rank()), padding);
}

}  // namespace nnsummary
