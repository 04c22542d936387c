// Operations that move, add, remove or repeat axes and elements without changing values.
#include <fmt/format.h>

#include <algorithm>

#include "ops/families.h"
#include "ops/rules.h"

namespace nnsummary {
namespace {

void check_new_shape(const Call& call, const Integers& sizes) {
  const auto open = std::count(sizes.begin(), sizes.end(), -1);
  const bool negative = std::any_of(sizes.begin(), sizes.end(), [](Integer size) { return size < -1; });
  if (negative || open > 1) call.fail("argument 'newshape': expected sizes that are not negative, and -1 once at most");
}

// The rule is from compute_reshape_output_shape in keras/src/ops/operation_utils.py.
Shape reshaped(const Call& call, const Shape& x, const Shape& wanted) {
  Shape rest;
  int open = -1;
  for (int i = 0; i < wanted.rank(); ++i) {
    if (wanted[i] == Dim(-1)) {
      open = i;
    } else {
      rest.append(wanted[i]);
    }
  }
  const Dim size = x.product();
  const Dim given_size = rest.product();
  if (!size.known() || !given_size.known()) return open < 0 ? wanted : wanted.with(open, Dim());
  const bool fits = open < 0 ? size == given_size : given_size.value() != 0 && size.value() % given_size.value() == 0;
  if (!fits) {
    call.fail(fmt::format("expected the input's number of elements, found the shapes {} and {}", to_text(x),
                          to_text(wanted)));
  }
  return open < 0 ? wanted : wanted.with(open, size / given_size);
}

void reshape(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const Shape wanted = sizes_of(call, "newshape");
  Integers sizes;
  for (const Dim size : wanted) {
    if (size.known()) sizes.push_back(size.value());
  }
  check_new_shape(call, sizes);
  returns(call, reshaped(call, x.shape, wanted), x.dtype);
}

Shape permuted(const Shape& shape, const std::vector<int>& order) {
  Shape result;
  for (const int axis : order) result.append(shape[axis]);
  return result;
}

void transpose(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const int rank = x.shape.rank();
  std::vector<int> order;
  if (given(call, "axes")) {
    order = axes_of(call, "axes", rank);
  } else {
    for (int i = rank; i-- > 0;) order.push_back(i);
  }
  std::vector<int> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  const bool repeats = std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
  if (static_cast<int>(order.size()) != rank || repeats) {
    call.fail("expected 'axes' to name each axis of the input once, found the shape " + to_text(x.shape));
  }
  returns(call, permuted(x.shape, order), x.dtype);
}

// Axes that aren't named fill the remaining places in order. For an axis that is named twice, Keras computes a wrong
// shape; here it is an error.
void move_axes(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const int rank = x.shape.rank();
  const std::vector<int> from = axes_of(call, "source", rank);
  const std::vector<int> to = axes_of(call, "destination", rank);
  if (from.size() != to.size()) {
    call.fail(
        fmt::format("expected as many axes in 'source' as in 'destination', found {} and {}", from.size(), to.size()));
  }
  std::vector<int> order(static_cast<size_t>(rank), -1);
  std::vector<bool> moved(static_cast<size_t>(rank), false);
  for (size_t i = 0; i < from.size(); ++i) {
    if (moved[static_cast<size_t>(from[i])] || order[static_cast<size_t>(to[i])] >= 0) {
      call.fail("expected different axes in 'source' and in 'destination'");
    }
    moved[static_cast<size_t>(from[i])] = true;
    order[static_cast<size_t>(to[i])] = from[i];
  }
  int next = 0;
  for (int& axis : order) {
    if (axis >= 0) continue;
    while (moved[static_cast<size_t>(next)]) ++next;
    axis = next++;
  }
  returns(call, permuted(x.shape, order), x.dtype);
}

Shape swapped(const Shape& shape, int a, int b) { return shape.with(a, shape[b]).with(b, shape[a]); }

void swap_axes(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const int rank = x.shape.rank();
  returns(
      call,
      swapped(x.shape, axis_in(call, integer_of(call, "axis1"), rank), axis_in(call, integer_of(call, "axis2"), rank)),
      x.dtype);
}

void rot90(Call& call) {
  const Tensor array = tensor_of(call, "array");
  if (array.shape.rank() < 2) call.fail("expected rank 2 or more, found the shape " + to_text(array.shape));
  const Integers axes = given(call, "axes") ? integers_of(call, "axes") : Integers{0, 1};
  if (axes.size() != 2 || axes[0] == axes[1]) call.fail("expected 'axes' to be two different axes");
  const int rank = array.shape.rank();
  // The two axes are swapped by an odd number of quarter turns.
  returns(call, swapped(array.shape, axis_in(call, axes[0], rank), axis_in(call, axes[1], rank)), array.dtype);
}

void expand_dims(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const int rank = x.shape.rank() + static_cast<int>(integers_of(call, "axis").size());
  std::vector<bool> added(static_cast<size_t>(rank), false);
  for (const int axis : axes_of(call, "axis", rank)) {
    if (added[static_cast<size_t>(axis)]) call.fail("expected different axes in 'axis'");
    added[static_cast<size_t>(axis)] = true;
  }
  Shape result;
  int next = 0;
  for (const bool is_new : added) result.append(is_new ? Dim(1) : x.shape[next++]);
  returns(call, result, x.dtype);
}

void squeeze(Call& call) {
  const Tensor x = tensor_of(call, "x");
  std::vector<int> axes;
  if (given(call, "axis")) {
    axes = axes_of(call, "axis", x.shape.rank());
  } else {
    for (int i = 0; i < x.shape.rank(); ++i) {
      if (x.shape[i] == Dim(1)) axes.push_back(i);
    }
  }
  for (const int axis : axes) {
    if (x.shape[axis] == Dim(1)) continue;
    call.fail(fmt::format("expected size 1 along axis {}, found the shape {}", axis, to_text(x.shape)));
  }
  returns(call, without_axes(call, x.shape, axes), x.dtype);
}

void broadcast_to(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const Shape wanted = sizes_of(call, "shape");
  broadcast(call, x.shape, wanted);
  returns(call, wanted, x.dtype);
}

void tile(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const Integers repeats = integers_of(call, "repeats");
  const int more = static_cast<int>(repeats.size()) - x.shape.rank();
  Shape result;
  for (int i = 0; i < more; ++i) result.append(1);
  result = joined(result, x.shape);
  int axis = result.rank() - static_cast<int>(repeats.size());
  for (const Integer times : repeats) {
    result[axis] = result[axis] * times;
    ++axis;
  }
  returns(call, result, x.dtype);
}

// Returns the size after repeating each element equally often, or by its own number.
Dim repeated(const Call& call, Dim size, const Integers& repeats) {
  if (!size.known()) return size;
  if (repeats.size() == 1) return size * repeats.front();
  if (size.value() != static_cast<int64_t>(repeats.size())) {
    call.fail(fmt::format("expected 'repeats' for each of {} elements, found {}", size.value(), repeats.size()));
  }
  Dim sum = 0;
  for (const Integer times : repeats) sum = sum + times;
  return sum;
}

void repeat(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const Integers repeats = integers_of(call, "repeats");
  if (!given(call, "axis")) return returns(call, Shape{repeated(call, x.shape.product(), repeats)}, x.dtype);
  const int axis = axis_of(call, "axis", x.shape.rank(), 0);
  returns(call, x.shape.with(axis, repeated(call, x.shape[axis], repeats)), x.dtype);
}

// Returns the amounts before and after each axis: an integer or a pair for all of them, or a list with one per axis.
// The rule is from Pad._process_pad_width in keras/src/ops/numpy.py.
std::vector<Integers> pad_widths(const Call& call) {
  const Value* value = call.option("pad_width");
  const bool flat = !value || !value->is_list() || value->items().empty() || value->items().front().is_int();
  if (flat) {
    const Integers ends = integers_of(call, "pad_width");
    if (value->is_list() && ends.size() != 2) call.fail("argument 'pad_width': expected two amounts for an axis");
    return {{ends.front(), ends.back()}};
  }
  std::vector<Integers> result;
  for (const Value& axis : value->items()) {
    Integers& ends = result.emplace_back();
    for (const Value& end : axis.is_list() ? axis.items() : std::span<const Value>()) {
      if (end.is_int()) ends.push_back(end.integer());
    }
    if (ends.size() == 1) ends.push_back(ends.front());
    if (ends.size() != 2) call.fail("argument 'pad_width': expected two amounts for an axis, found " + describe(axis));
  }
  return result;
}

void pad(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const std::vector<Integers> widths = pad_widths(call);
  if (widths.size() != 1 && static_cast<int>(widths.size()) != x.shape.rank()) {
    call.fail(fmt::format("argument 'pad_width': expected two amounts for each of {} axes, found {}", x.shape.rank(),
                          widths.size()));
  }
  Shape result = x.shape;
  for (int i = 0; i < result.rank(); ++i) {
    const Integers& ends = widths[widths.size() == 1 ? 0 : static_cast<size_t>(i)];
    result[i] = result[i] + ends[0] + ends[1];
  }
  returns(call, result, x.dtype);
}

void diag(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const Integer k = integer_of(call, "k", 0);
  if (x.shape.rank() == 1) {
    const Dim size = x.shape[0] + abs(k);
    return returns(call, Shape{size, size}, x.dtype);
  }
  if (x.shape.rank() != 2) call.fail("expected rank 1 or 2, found the shape " + to_text(x.shape));
  returns(call, Shape{diagonal_size(x.shape[0], x.shape[1], k)}, x.dtype);
}

void diagflat(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const Dim size = x.shape.product() + abs(integer_of(call, "k", 0));
  returns(call, Shape{size, size}, x.dtype);
}

void diagonal(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const int rank = x.shape.rank();
  if (rank < 2) call.fail("expected rank 2 or more, found the shape " + to_text(x.shape));
  const int rows = axis_of(call, "axis1", rank, 0);
  const int columns = axis_of(call, "axis2", rank, 1);
  const std::vector<int> axes = rows == columns ? std::vector{rows} : std::vector{rows, columns};
  Shape result = without_axes(call, x.shape, axes);
  result.append(diagonal_size(x.shape[rows], x.shape[columns], integer_of(call, "offset", 0)));
  returns(call, result, x.dtype);
}

void trace(Call& call) {
  const Shape x = shape_of(call, "x");
  const int rows = axis_of(call, "axis1", x.rank(), 0);
  const int columns = axis_of(call, "axis2", x.rank(), 1);
  if (rows == columns) call.fail(fmt::format("expected two different axes, found axis {} twice", rows));
  returns(call, without_axes(call, x, {rows, columns}));
}

unsigned bytes(const Call& call, DType dtype) {
  switch (dtype) {
    case DType::Bool:
    case DType::Float8E4M3FN:
    case DType::Float8E5M2: return 1;
    case DType::Complex64: return 8;
    case DType::Complex128: return 16;
    case DType::String: call.fail("expected elements of a fixed size, found strings");
    default: return bits(dtype) / 8;
  }
}

// Reads the same bytes as elements of another dtype.
void view(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const unsigned from = bytes(call, x.dtype);
  const unsigned to = given(call, "dtype") ? bytes(call, call.compute_dtype()) : from;
  if (from == to) return returns(call, x.shape, x.dtype);
  if (x.shape.rank() == 0)
    call.fail("expected a tensor of rank 1 or more, where elements of the new type differ in size");
  const Dim size = x.shape.last() * from;
  if (size.known() && size.value() % to != 0) {
    call.fail(
        fmt::format("expected the last axis of {} to be a multiple of elements of {} bytes", to_text(x.shape), to));
  }
  returns(call, x.shape.with_last(size / to), x.dtype);
}

void view_as_complex(Call& call) {
  const Shape x = shape_of(call, "x");
  returns(call, x.slice(0, std::max(0, x.rank() - 1)));
}

void view_as_real(Call& call) { returns(call, joined(shape_of(call, "x"), Shape{2})); }

void full(Call& call) { returns(call, sizes_of(call, "shape")); }

void vander(Call& call) {
  const Shape x = shape_of(call, "x");
  if (x.rank() == 0 && !given(call, "N")) call.fail("expected a tensor of rank 1 or more, or the argument 'N'");
  returns(call, joined(x, Shape{given(call, "N") ? Dim(integer_of(call, "N")) : x.first()}));
}

constexpr OpEntry kOps[] = {
    {"Reshape", "numpy", "reshape", "x :newshape", reshape},
    {"Transpose", "numpy", "transpose", "x :axes", transpose},
    {"Moveaxis", "numpy", "moveaxis", "x :source :destination", move_axes},
    {"Swapaxes", "numpy", "swapaxes", "x :axis1 :axis2", swap_axes},
    {"Rot90", "numpy", "rot90", "array :k :axes", rot90},
    {"ExpandDims", "numpy", "expand_dims", "x :axis", expand_dims},
    {"Squeeze", "numpy", "squeeze", "x :axis", squeeze},
    {"BroadcastTo", "numpy", "broadcast_to", "x :shape", broadcast_to},
    {"Tile", "numpy", "tile", "x :repeats", tile},
    {"Repeat", "numpy", "repeat", "x :repeats :axis", repeat},
    {"Pad", "numpy", "pad", "x :pad_width :mode ?constant_values", pad},
    {"Diag", "numpy", "diag", "x :k", diag},
    {"Diagflat", "numpy", "diagflat", "x :k", diagflat},
    {"Diagonal", "numpy", "diagonal", "x :offset :axis1 :axis2", diagonal},
    {"Trace", "numpy", "trace", "x :offset :axis1 :axis2", trace},
    {"View", "numpy", "view", "x :dtype", view},
    {"ViewAsComplex", "math", "view_as_complex", "x", view_as_complex},
    {"ViewAsReal", "math", "view_as_real", "x", view_as_real},
    {"Full", "numpy", "full", ":shape fill_value :dtype", full},
    {"Vander", "numpy", "vander", "x :N :increasing", vander},
};

}  // namespace

std::span<const OpEntry> shaping_ops() { return kOps; }

}  // namespace nnsummary
