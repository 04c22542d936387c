#include "ops/windows.h"

#include <fmt/format.h>

namespace nnsummary {

Shape as_shape(const Integers& sizes) { return Shape(std::vector<Dim>(sizes.begin(), sizes.end())); }

Shape strides_of(const Call& call, int count, const Shape& otherwise) {
  if (!given(call, "strides")) return otherwise;
  const Integers strides = integers_of(call, "strides", static_cast<size_t>(count));
  for (const int64_t stride : strides) {
    if (stride < 1) call.fail(fmt::format("argument 'strides': expected 1 or more, found {}", stride));
  }
  return as_shape(strides);
}

Shape dilation_of(const Call& call, int count) {
  const auto size = static_cast<size_t>(count);
  if (!given(call, "dilation_rate")) return as_shape(Integers(size, 1));
  // One for all axes must not be a list.
  const bool fits = !call.option("dilation_rate")->is_list() || integers_of(call, "dilation_rate").size() == size;
  if (!fits) call.fail(fmt::format("argument 'dilation_rate': expected an integer or {} of them", count));
  return as_shape(integers_of(call, "dilation_rate", size));
}

std::string padding_of(const Call& call, std::string_view options) {
  const std::string padding = lowered(text_of(call, "padding", "valid"));
  for (std::string_view rest = options; !rest.empty();) {
    const std::string_view option = rest.substr(0, rest.find('|'));
    if (option == padding) return padding;
    rest.remove_prefix(std::min(option.size() + 1, rest.size()));
  }
  call.fail(fmt::format("argument 'padding': expected one of {}, found '{}'", options, padding));
}

// Rule of compute_conv_output_shape in keras/src/ops/operation_utils.py.
Shape convolved(const Call& call, const Shape& sizes, const Shape& window, const Shape& default_strides) {
  const std::string padding = padding_of(call, "valid|same|causal");
  if (padding == "valid" && !window.fully_known()) {
    call.fail("expected a window of known size, found " + to_text(window));
  }
  return window_positions(call, sizes, window, strides_of(call, sizes.rank(), default_strides),
                          dilation_of(call, sizes.rank()), padding);
}

}  // namespace nnsummary
