// Operations that join several tensors or split one.
#include <fmt/format.h>

#include "ops/families.h"
#include "ops/rules.h"

namespace nnsummary {
namespace {

void check_alike(const Call& call, const Shape& first, const Shape& shape, int but) {
  if (same_sizes(first, shape, but)) return;
  const std::string besides = but < 0 ? "" : fmt::format(" but along axis {}", but);
  call.fail(fmt::format("expected tensors of one shape{}, found {} and {}", besides, to_text(first), to_text(shape)));
}

// Joins tensors along an axis.
Shape concatenated(const Call& call, const std::vector<Shape>& shapes, int axis) {
  Dim sum = 0;
  for (const Shape& shape : shapes) {
    check_alike(call, shapes.front(), shape, axis);
    sum = sum + shape[axis];
  }
  return shapes.front().with(axis, sum);
}

std::vector<Shape> shapes_of(const std::vector<Tensor>& tensors) {
  std::vector<Shape> result;
  for (const Tensor& tensor : tensors) result.push_back(tensor.shape);
  return result;
}

void concatenate(Call& call) {
  const std::vector<Tensor> xs = tensors_of(call, "xs");
  const int axis = axis_of(call, "axis", xs.front().shape.rank(), 0);
  returns(call, concatenated(call, shapes_of(xs), axis), xs.front().dtype);
}

template <int axis>
void concatenate_along(Call& call) {
  const std::vector<Tensor> xs = tensors_of(call, "xs");
  returns(call, concatenated(call, shapes_of(xs), axis_in(call, axis, xs.front().shape.rank())), xs.front().dtype);
}

// Joins along the third axis, which tensors of lower rank get.
void dstack(Call& call) {
  std::vector<Shape> shapes = shapes_of(tensors_of(call, "xs"));
  for (Shape& shape : shapes) {
    if (shape.rank() < 2) shape = shape.inserted(0, 1);
    while (shape.rank() < 3) shape.append(1);
  }
  returns(call, concatenated(call, shapes, 2));
}

void append(Call& call) {
  const Shape x1 = shape_of(call, "x1");
  const Shape x2 = shape_of(call, "x2");
  if (!given(call, "axis")) return returns(call, Shape{x1.product() + x2.product()});
  const int axis = axis_of(call, "axis", x1.rank(), 0);
  const Shape result = concatenated(call, {x1, x2}, axis);
  if (result[axis].none()) {
    call.fail(fmt::format("expected known sizes along axis {}, found {} and {}", axis, to_text(x1), to_text(x2)));
  }
  returns(call, result);
}

void stack(Call& call) {
  const std::vector<Tensor> x = tensors_of(call, "x");
  const Shape& first = x.front().shape;
  for (const Tensor& tensor : x) check_alike(call, first, tensor.shape, -1);
  const int axis = axis_of(call, "axis", first.rank() + 1, 0);
  returns(call, first.inserted(axis, static_cast<int64_t>(x.size())), x.front().dtype);
}

void check_count(const Call& call, Integer count) {
  if (count < 1) call.fail(fmt::format("expected 1 part or more, found {}", count));
}

// Splits into equal parts, or at the given indices. The rule is from _compute_split_output_spec in
// keras/src/ops/numpy.py.
void split_along(Call& call, const Shape& x, int axis) {
  const Integers places = integers_of(call, "indices_or_sections");
  const Dim size = x[axis];
  std::vector<Shape> parts;
  if (call.option("indices_or_sections")->is_int()) {
    const Integer count = places.front();
    check_count(call, count);
    if (size.known() && size.value() % count != 0) {
      call.fail(fmt::format("expected {} equal parts along axis {}, found the shape {}", count, axis, to_text(x)));
    }
    return returns_copies(call, count, x.with(axis, size / count));
  }
  call.count_tensors(static_cast<int64_t>(places.size()) + 1, x);
  Dim begin = 0;
  for (const Integer end : places) {
    parts.push_back(x.with(axis, end - begin));
    begin = end;
  }
  parts.push_back(x.with(axis, size - begin));
  returns_all(call, parts);
}

void split(Call& call) {
  const Shape x = shape_of(call, "x");
  split_along(call, x, axis_of(call, "axis", x.rank(), 0));
}

template <int axis, int least_rank>
void split_along_axis(Call& call) {
  const Shape x = shape_of(call, "x");
  if (x.rank() < least_rank) {
    call.fail(fmt::format("expected an input of rank {} or more, found the shape {}", least_rank, to_text(x)));
  }
  split_along(call, x, axis);
}

// Splits along the second axis, or the only one.
void hsplit(Call& call) {
  const Shape x = shape_of(call, "x");
  if (x.rank() == 1) return split_along(call, x, 0);
  split_along_axis<1, 2>(call);
}

// Splits into parts of which the first are larger by one where they can't be equal.
void array_split(Call& call) {
  const Shape x = shape_of(call, "x");
  // Keras normalizes a negative axis once, after which it may still be negative.
  const Integer given_axis = integer_of(call, "axis", 0);
  const int axis = axis_in(call, given_axis < 0 ? given_axis + x.rank() : given_axis, x.rank());
  const Integer count = integer_of(call, "indices_or_sections");
  check_count(call, count);
  call.count_tensors(count, x);
  std::vector<Shape> parts(static_cast<size_t>(count.get()), x);
  for (int64_t i = 0; x[axis].known() && i < count.get(); ++i) {
    const Integer size = x[axis].value();
    parts[static_cast<size_t>(i)][axis] = size / count + (i < size % count ? 1 : 0);
  }
  returns_all(call, parts);
}

void unstack(Call& call) {
  const Shape x = shape_of(call, "x");
  const int axis = axis_of(call, "axis", x.rank(), 0);
  const Dim count = given(call, "num") ? Dim(integer_of(call, "num")) : x[axis];
  if (!count.known()) {
    call.fail(fmt::format("expected 'num', or a known size along axis {}, found the shape {}", axis, to_text(x)));
  }
  check_count(call, count.value());
  returns_copies(call, count.value(), x.without(axis));
}

// Returns a tensor per input, with an axis for each of them.
void meshgrid(Call& call) {
  const std::vector<Tensor> x = tensors_of(call, "x");
  Shape grid;
  for (const Tensor& tensor : x) grid.append(tensor.shape.product());
  const std::string_view indexing = string_of(call, "indexing", "xy");
  if (indexing != "xy" && indexing != "ij")
    call.fail(fmt::format("expected 'indexing' 'xy' or 'ij', found '{}'", indexing));
  if (indexing == "xy") {
    if (grid.rank() < 2) call.fail("expected two tensors or more where 'indexing' is 'xy'");
    grid = grid.with(0, grid[1]).with(1, grid[0]);
  }
  returns_copies(call, static_cast<int64_t>(x.size()), grid);
}

constexpr OpEntry kOps[] = {
    {"Concatenate", "numpy", "concatenate", "xs :axis", concatenate},
    {"Hstack", "numpy", "hstack", "xs", concatenate_along<1>},
    {"Vstack", "numpy", "vstack", "xs", concatenate_along<0>},
    {"Dstack", "numpy", "dstack", "xs", dstack},
    {"Append", "numpy", "append", "x1 x2 :axis", append},
    {"Stack", "numpy", "stack", "x :axis", stack},
    {"Split", "numpy", "split", "x :indices_or_sections :axis", split},
    {"ArraySplit", "numpy", "array_split", "x :indices_or_sections :axis", array_split},
    {"Hsplit", "numpy", "hsplit", "x :indices_or_sections", hsplit},
    {"Vsplit", "numpy", "vsplit", "x :indices_or_sections", split_along_axis<0, 2>},
    {"Dsplit", "numpy", "dsplit", "x :indices_or_sections", split_along_axis<2, 3>},
    {"Unstack", "core", "unstack", "x :num :axis", unstack},
    {"Meshgrid", "numpy", "meshgrid", "*x :indexing", meshgrid},
};

}  // namespace

std::span<const OpEntry> joining_ops() { return kOps; }

}  // namespace nnsummary
