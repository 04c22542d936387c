#include "nnsummary/shape.h"

#include <fmt/format.h>

#include <algorithm>

namespace nnsummary {

Shape Shape::unknown() {
  Shape result;
  result.known_ = false;
  return result;
}

bool Shape::fully_known() const {
  return known_ && std::all_of(dims_.begin(), dims_.end(), [](Dim dim) { return dim.known(); });
}

Shape Shape::with(int axis, Dim dim) const {
  Shape result = *this;
  result[axis] = dim;
  return result;
}

Shape Shape::without(int axis) const {
  Shape result = *this;
  result.dims_.erase(result.dims_.begin() + index(axis));
  return result;
}

Shape Shape::inserted(int axis, Dim dim) const {
  Shape result = *this;
  result.dims_.insert(result.dims_.begin() + axis, dim);
  return result;
}

Shape Shape::slice(int from, int to) const {
  return Shape(std::vector<Dim>(dims_.begin() + from, dims_.begin() + std::max(from, to)));
}

Dim Shape::product() const {
  Dim result = 1;
  for (const Dim dim : dims_) result = result * dim;
  return result;
}

std::string to_text(const Shape& shape) {
  if (!shape.is_known()) return "?";
  std::string result = "(";
  for (int i = 0; i < shape.rank(); ++i) {
    if (i > 0) result += ", ";
    result += shape[i].known() ? fmt::format("{}", shape[i].value()) : shape[i].none() ? "None" : "more than 2^63";
  }
  return result + (shape.rank() == 1 ? ",)" : ")");
}

}  // namespace nnsummary
