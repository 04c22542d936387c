// Shapes and tensors as inference has them: with the arithmetic that their dimensions came from.
#pragma once

#include <string>
#include <vector>

#include "base/dim.h"
#include "nnsummary/dtype.h"
#include "nnsummary/shape.h"

namespace nnsummary {

// The sizes of a tensor, batch first; or unknown altogether, which no arithmetic is done on.
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

  // `axis` may count from the end, as in Python, and is in range.
  Dim operator[](int axis) const { return dims_[static_cast<size_t>(index(axis))]; }
  Dim& operator[](int axis) { return dims_[static_cast<size_t>(index(axis))]; }
  Dim first() const { return dims_.front(); }
  Dim last() const { return dims_.back(); }
  auto begin() const { return dims_.begin(); }
  auto end() const { return dims_.end(); }
  const std::vector<Dim>& dims() const { return dims_; }
  bool has_axis(int64_t axis) const { return axis >= -rank() && axis < rank(); }
  // `axis` counted from the front.
  int index(int axis) const { return axis < 0 ? axis + rank() : axis; }

  Shape with(int axis, Dim dim) const;
  Shape with_last(Dim dim) const { return with(-1, dim); }
  Shape without(int axis) const;
  Shape inserted(int axis, Dim dim) const;  // before the axis, counted from the front
  Shape slice(int from, int to) const;      // axes from..to-1, counted from the front
  void append(Dim dim) { dims_.push_back(dim); }

  Dim product() const;
  // Product of all dimensions but the last, which formulas call positions: how often a matrix product is done.
  Dim positions() const { return slice(0, rank() - 1).product().as("positions"); }

  friend bool operator==(const Shape&, const Shape&) = default;

 private:
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
