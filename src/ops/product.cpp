// Products of two tensors: matrix products, sums over given axes, outer products.
#include <fmt/format.h>

#include <algorithm>

#include "ops/families.h"
#include "ops/rules.h"

namespace nnsummary {
namespace {

// Throws LayerError where the sizes of a summed axis differ.
void check_summed(const Call& call, Dim a, Dim b, const Shape& x1, const Shape& x2) {
  if (a.none() || b.none() || a == b) return;
  call.fail(fmt::format("expected equal sizes along the axes that are summed over, found {} and {}", to_text(x1),
                        to_text(x2)));
}

// Returns the size of a summed axis, which one of the tensors may not know.
Dim summed(Dim a, Dim b) { return a.none() ? b : a; }

// The rule is from compute_matmul_output_shape in keras/src/ops/operation_utils.py.
void matmul(Call& call) {
  const Shape x1 = operand(call, "x1");
  const Shape x2 = operand(call, "x2");
  if (x1.rank() == 0 || x2.rank() == 0) call.fail("expected tensors of rank 1 or more");
  const Shape left = x1.rank() == 1 ? x1.inserted(0, 1) : x1;
  const Shape right = x2.rank() == 1 ? joined(x2, Shape{1}) : x2;
  check_summed(call, left.last(), right[-2], x1, x2);
  const Shape matrices = broadcast(call, left.slice(0, left.rank() - 2), right.slice(0, right.rank() - 2));
  call.macs({matrices.product(), left[-2], summed(left.last(), right[-2]), right.last()});
  Shape result = matrices;
  if (x1.rank() > 1) result.append(left[-2]);
  if (x2.rank() > 1) result.append(right.last());
  returns(call, result);
}

void dot(Call& call) {
  const Shape x1 = operand(call, "x1");
  const Shape x2 = operand(call, "x2");
  if (x1.rank() == 0 || x2.rank() == 0) return returns(call, broadcast(call, x1, x2));
  const int axis = std::max(0, x2.rank() - 2);
  // Keras doesn't compare two vectors; otherwise a vector must fit, even where a size isn't known.
  const bool fits = x2.rank() > 1 || x1.rank() == 1 || x1.last() == x2[0];
  if (!fits) call.fail(fmt::format("expected the size {} of a vector, found {}", to_text(x1), to_text(x2)));
  if (x1.rank() > 1 || x2.rank() > 1) check_summed(call, x1.last(), x2[axis], x1, x2);
  const Shape result = joined(x1.without(-1), x2.without(axis));
  call.macs({result.product(), summed(x1.last(), x2[axis])});
  returns(call, result);
}

// Returns the summed axes of both tensors: the last and the first, or two given lists.
struct Contraction {
  std::vector<int> left;
  std::vector<int> right;
};

std::vector<int> listed_axes(const Call& call, const Value& list, int rank) {
  std::vector<int> result;
  if (!list.is_list()) call.fail("argument 'axes': expected an integer, or a list of axes for each of two tensors");
  for (const Value& axis : list.items()) {
    if (!axis.is_int()) call.fail("argument 'axes': expected integers, found " + describe(axis));
    result.push_back(axis_in(call, axis.integer(), rank));
  }
  return result;
}

Contraction contraction(const Call& call, const Shape& x1, const Shape& x2) {
  const Value* axes = call.option("axes");
  if (axes && axes->is_list() && axes->items().size() >= 2) {
    return {listed_axes(call, axes->items()[0], x1.rank()), listed_axes(call, axes->items()[1], x2.rank())};
  }
  const Integer count = integer_of(call, "axes", 2);
  Contraction result;
  for (int i = 0; i < x1.rank(); ++i) {
    if (i >= x1.rank() - count) result.left.push_back(i);
  }
  for (int i = 0; i < x2.rank() && i < count; ++i) result.right.push_back(i);
  return result;
}

Shape selected(const Shape& shape, const std::vector<int>& axes) {
  Shape result;
  for (const int axis : axes) result.append(shape[axis]);
  return result;
}

// An axis that is named twice is removed once.
Shape rest(const Shape& shape, const std::vector<int>& axes) {
  std::vector<bool> removed(static_cast<size_t>(shape.rank()), false);
  for (const int axis : axes) removed[static_cast<size_t>(axis)] = true;
  Shape result;
  for (int i = 0; i < shape.rank(); ++i) {
    if (!removed[static_cast<size_t>(i)]) result.append(shape[i]);
  }
  return result;
}

void tensordot(Call& call) {
  const Shape x1 = operand(call, "x1");
  const Shape x2 = operand(call, "x2");
  const Contraction axes = contraction(call, x1, x2);
  const Shape left = selected(x1, axes.left);
  const Shape right = selected(x2, axes.right);
  // Axes given by their number aren't compared.
  const bool counted = !call.option("axes") || !call.option("axes")->is_list();
  if (!counted && !same_sizes(left, right)) {
    call.fail(fmt::format("expected equal sizes along the axes that are summed over, found {} and {}", to_text(left),
                          to_text(right)));
  }
  const Shape result = joined(rest(x1, axes.left), rest(x2, axes.right));
  call.macs({result.product(), left.fully_known() ? left.product() : right.product()});
  returns(call, result);
}

void inner(Call& call) {
  const Shape x1 = operand(call, "x1");
  const Shape x2 = operand(call, "x2");
  if (x1.rank() == 0 || x2.rank() == 0) return returns(call, joined(x1, x2));
  check_summed(call, x1.last(), x2.last(), x1, x2);
  returns(call, joined(x1.without(-1), x2.without(-1)));
}

void outer(Call& call) { returns(call, Shape{operand(call, "x1").product(), operand(call, "x2").product()}); }

// Axes that only one tensor has are left out, as in Keras.
void kron(Call& call) {
  const Shape x1 = operand(call, "x1");
  const Shape x2 = operand(call, "x2");
  Shape result;
  for (int i = 0; i < std::min(x1.rank(), x2.rank()); ++i) result.append(x1[i] * x2[i]);
  returns(call, result);
}

void check_vector(const Call& call, Dim size, const Shape& shape) {
  if (size.none() || size == Dim(2) || size == Dim(3)) return;
  call.fail("expected vectors of 2 or 3 elements, found the shape " + to_text(shape));
}

void cross(Call& call) {
  const Shape x1 = shape_of(call, "x1");
  const Shape x2 = shape_of(call, "x2");
  const auto axis = [&call](std::string_view argument, int rank) {
    return axis_of(call, given(call, "axis") ? "axis" : argument, rank, -1);
  };
  const int a = axis("axisa", x1.rank());
  const int b = axis("axisb", x2.rank());
  check_vector(call, x1[a], x1);
  check_vector(call, x2[b], x2);
  const Shape result = broadcast(call, x1.without(a), x2.without(b));
  const bool is_vector = x1[a] == Dim(3) || x2[b] == Dim(3);
  const int c = axis("axisc", result.rank() + (is_vector ? 1 : 0));
  returns(call, is_vector ? result.inserted(c, 3) : result);
}

void correlate(Call& call) {
  const Shape x1 = operand(call, "x1");
  const Shape x2 = operand(call, "x2");
  if (x1.rank() != 1 || x2.rank() != 1 || !x1.fully_known() || !x2.fully_known()) {
    call.fail(
        fmt::format("expected two tensors of one axis and of known size, found {} and {}", to_text(x1), to_text(x2)));
  }
  const Integer longer = std::max(x1[0].value(), x2[0].value());
  const Integer shorter = std::min(x1[0].value(), x2[0].value());
  const std::string_view mode = string_of(call, "mode", "valid");
  if (mode == "valid") return returns(call, Shape{longer - shorter + 1});
  if (mode == "same") return returns(call, Shape{longer});
  if (mode != "full") call.fail(fmt::format("expected 'mode' 'valid', 'same' or 'full', found '{}'", mode));
  returns(call, Shape{x1[0] + x2[0] - 1});
}

// Returns the distances between the rows of two matrices.
void cdist(Call& call) {
  const Shape x = shape_of(call, "x");
  const Shape y = shape_of(call, "y");
  if (x.rank() < 2 || y.rank() < 2) {
    call.fail(fmt::format("expected rank 2 or more, found {} and {}", to_text(x), to_text(y)));
  }
  check_summed(call, x.last(), y.last(), x, y);
  const Shape batch = broadcast(call, x.slice(0, x.rank() - 2), y.slice(0, y.rank() - 2));
  returns(call, joined(batch, Shape{x[-2], y[-2]}));
}

// Counts the product of every query with every key, and of the scores with the values: the full square, masked or not.
void dot_product_attention(Call& call) {
  const Tensor query = tensor_of(call, "query");
  const Shape key = shape_of(call, "key");
  const Shape value = shape_of(call, "value");
  if (query.shape.rank() == 4 && key.rank() == 4 && value.rank() == 4) {
    const Dim scores = query.shape.positions() * key[1];
    call.macs({scores, query.shape.last()});
    call.macs({scores, value.last()});
  }
  returns(call, query.shape, query.dtype);
}

constexpr OpEntry kOps[] = {
    {"Matmul", "numpy", "matmul", "x1 x2", matmul},
    {"Dot", "numpy", "dot", "x1 x2", dot},
    {"Tensordot", "numpy", "tensordot", "x1 x2 :axes", tensordot},
    {"Inner", "numpy", "inner", "x1 x2", inner},
    {"Outer", "numpy", "outer", "x1 x2", outer},
    {"Kron", "numpy", "kron", "x1 x2", kron},
    {"Cross", "numpy", "cross", "x1 x2 :axisa :axisb :axisc :axis", cross},
    {"Correlate", "numpy", "correlate", "x1 x2 :mode", correlate},
    {"CDist", "math", "cdist", "x y", cdist},
    {"DotProductAttention", "nn", "dot_product_attention",
     "query key value ?bias ?mask ?scale :is_causal :flash_attention :attn_logits_soft_cap", dot_product_attention},
};

}  // namespace

std::span<const OpEntry> product_ops() { return kOps; }

}  // namespace nnsummary
