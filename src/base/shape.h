// Shapes and tensors as inference has them: with the arithmetic that their dimensions came from.
#pragma once

#include <string>
#include <vector>

#include "base/dim.h"
#include "nnsummary/dtype.h"
#include "nnsummary/shape.h"

namespace nnsummary {

// The sizes of a tensor, batch first; or unknown altogether, which no arithmetic is done on. Every access is checked:
// an axis that a shape doesn't have throws LayerError, which names both.
class Shape {
 public:
  Shape() = default;  // rank 0
  Shape(std::initializer_list<Dim> dims) : dims_(dims) {}
  explicit Shape(std::vector<Dim> dims) : dims_(std::move(dims)) {}
  static Shape unknown();

  bool is_known() const { return known_; }
  int rank() const { return static_cast<int>(dims_.size()); }
  // Every dimension is a number.
  bool fully_known() const;

  // An axis may count from the end, as in Python.
  Dim operator[](int axis) const { return dims_[index(axis)]; }
  Dim& operator[](int axis) { return dims_[index(axis)]; }
  Dim first() const { return (*this)[0]; }
  Dim last() const { return (*this)[-1]; }
  auto begin() const { return dims_.begin(); }
  auto end() const { return dims_.end(); }
  const std::vector<Dim>& dims() const { return dims_; }
  bool has_axis(Integer axis) const { return axis >= -rank() && axis < rank(); }
  // Returns an axis that a file gives, counted from the front.
  int axis(Integer given) const;

  Shape with(int axis, Dim dim) const;
  Shape with_last(Dim dim) const { return with(-1, dim); }
  Shape without(int axis) const;
  Shape inserted(int axis, Dim dim) const;  // before the axis, counted from the front; the rank appends
  Shape slice(int from, int to) const;      // axes from..to-1, counted from the front; none if `to` is before `from`
  void append(Dim dim) { dims_.push_back(dim); }

  Dim product() const;
  // Product of all dimensions but the last, which formulas call positions: how often a matrix product is done.
  Dim positions() const;

  friend bool operator==(const Shape&, const Shape&) = default;

 private:
  size_t index(int axis) const {
    const auto result = static_cast<size_t>(axis < 0 ? axis + rank() : axis);
    if (result >= dims_.size()) refuse(axis);
    return result;
  }
  [[noreturn]] void refuse(Integer axis) const;

  std::vector<Dim> dims_;
  bool known_ = true;
};

// As to_text(TensorShape), and "more than 2^63" for a size beyond int64.
std::string to_text(const Shape& shape);

// Returns only the sizes. A size outside the range of int64 becomes None.
TensorShape plain(const Shape& shape);

struct Tensor {
  Shape shape;
  DType dtype = DType::Float32;
  bool sparse = false;
};

}  // namespace nnsummary
