#include "base/shape.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/layer_error.h"

namespace nnsummary {

Shape Shape::unknown() {
  Shape result;
  result.known_ = false;
  return result;
}

bool Shape::fully_known() const {
  return known_ && std::all_of(dims_.begin(), dims_.end(), [](Dim dim) { return dim.known(); });
}

void Shape::refuse(Integer axis) const {
  throw LayerError{fmt::format("axis {} is not one of the shape {}", axis, to_text(*this))};
}

int Shape::axis(Integer given) const {
  if (!has_axis(given)) refuse(given);
  return static_cast<int>(given.get() < 0 ? given.get() + rank() : given.get());
}

Shape Shape::with(int axis, Dim dim) const {
  Shape result = *this;
  result[axis] = dim;
  return result;
}

Shape Shape::without(int axis) const {
  Shape result = *this;
  result.dims_.erase(result.dims_.begin() + static_cast<std::ptrdiff_t>(index(axis)));
  return result;
}

Shape Shape::inserted(int axis, Dim dim) const {
  if (axis < 0 || axis > rank()) refuse(axis);
  Shape result = *this;
  result.dims_.insert(result.dims_.begin() + axis, dim);
  return result;
}

Shape Shape::slice(int from, int to) const {
  if (from < 0 || from > rank()) refuse(from);
  if (to > rank()) refuse(to);
  return Shape(std::vector<Dim>(dims_.begin() + from, dims_.begin() + std::max(from, to)));
}

Dim Shape::product() const {
  Dim result = 1;
  for (const Dim dim : dims_) result = result * dim;
  return result;
}

Dim Shape::positions() const { return slice(0, rank() - 1).product().as("positions"); }

namespace {

template <typename Sizes, typename SizeText>
std::string tuple_text(const Sizes& sizes, const SizeText& size_text) {
  std::string result = "(";
  for (const auto& size : sizes) {
    if (result.size() > 1) result += ", ";
    result += size_text(size);
  }
  return result + (sizes.size() == 1 ? ",)" : ")");
}

}  // namespace

std::string to_text(const Shape& shape) {
  if (!shape.is_known()) return "?";
  return tuple_text(shape.dims(), [](Dim dim) {
    return dim.known() ? fmt::format_int(dim.value().get()).str() : dim.none() ? "None" : "more than 2^63";
  });
}

std::string to_text(const TensorShape& shape) {
  if (!shape.known) return "?";
  return tuple_text(shape.sizes, [](const std::optional<int64_t>& size) {
    return size ? fmt::format_int(*size).str() : std::string("None");
  });
}

TensorShape plain(const Shape& shape) {
  TensorShape result;
  result.known = shape.is_known();
  result.sizes.reserve(shape.dims().size());
  for (const Dim dim : shape) {
    dim.known() ? result.sizes.emplace_back(dim.value().get()) : result.sizes.emplace_back(std::nullopt);
  }
  return result;
}

}  // namespace nnsummary
