#include "layers/spatial.h"

#include <fmt/format.h>

#include <algorithm>

namespace nnsummary {

Shape SpatialAxes::with(const Shape& input, const Shape& sizes, Dim channels) const {
  Shape result{input.first()};
  if (!channels_last) result.append(channels);
  for (const Dim size : sizes) result.append(size);
  if (channels_last) result.append(channels);
  return result;
}

SpatialAxes spatial_axes(const Call& call, int rank) { return {rank, call.string("data_format") != "channels_first"}; }

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

Shape window_positions(const Call& call, const Shape& sizes, const Shape& window, const Shape& strides,
                       const Shape& dilation, std::string_view padding) {
  Shape result;
  for (int i = 0; i < sizes.rank(); ++i) {
    const Dim extent = padding == "valid" ? dilation[i] * (window[i] - 1) + 1 : Dim(1);
    const Dim positions = (sizes[i] - extent) / strides[i] + 1;
    if (positions.known() && positions.value() <= 0 && padding == "valid") {
      call.fail(
          fmt::format("the window of size {} doesn't fit the input of size {} along axis {} of {}: expected the "
                      "input to be at least as large, or padding='same'",
                      extent.value(), sizes[i].value(), i, to_text(sizes)));
    }
    result.append(positions.plain());
  }
  return result;
}

std::vector<std::pair<Integer, Integer>> end_pairs(const Call& call, std::string_view argument, int rank) {
  const Arguments& args = call.args();
  const Value* value = args.find(argument);
  const auto refuse = [&] {
    args.fail(argument, fmt::format("an integer, or for each of {} axes an integer or a pair, none negative", rank));
  };
  const auto amount = [&](const Value& item) {
    if (!item.is_int() || item.integer() < 0) refuse();
    return item.integer();
  };
  if (!value || value->is_int()) {
    const Integer both = value ? amount(*value) : args.integer(argument);
    return std::vector(static_cast<size_t>(rank), std::pair(both, both));
  }
  if (!value->is_list()) refuse();
  std::vector<std::pair<Integer, Integer>> result;
  const auto items = value->items();
  if (rank == 1 && items.size() == 2) return {{amount(items[0]), amount(items[1])}};
  if (items.size() != static_cast<size_t>(rank)) refuse();
  for (const Value& item : items) {
    if (item.is_list() && item.items().size() != 2) refuse();
    if (item.is_list()) {
      result.emplace_back(amount(item.items()[0]), amount(item.items()[1]));
    } else {
      result.emplace_back(amount(item), amount(item));
    }
  }
  return result;
}

}  // namespace nnsummary
