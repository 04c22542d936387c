// Linear algebra: the last two axes are those of matrices, the others are batch axes.
#include <fmt/format.h>

#include <algorithm>

#include "ops/families.h"
#include "ops/rules.h"

namespace nnsummary {
namespace {

struct Matrices {
  explicit Matrices(const Call& call, std::string_view argument = "x") : of(tensor_of(call, argument)) {
    const Shape& shape = of.shape;
    if (shape.rank() < 2) call.fail("expected matrices, of two axes or more, found the shape " + to_text(shape));
    batch = shape.slice(0, shape.rank() - 2);
    rows = shape[-2];
    columns = shape[-1];
  }

  // Two unknown sizes count as equal.
  const Matrices& square(const Call& call) const {
    if (!(rows == columns)) call.fail("expected square matrices, found the shape " + to_text(of.shape));
    return *this;
  }
  Dim shorter(const Call& call) const {
    if (!rows.known() || !columns.known()) {
      call.fail("expected matrices of known size, found the shape " + to_text(of.shape));
    }
    return std::min(rows.value(), columns.value());
  }
  Shape with(Dim r, Dim c) const { return joined(batch, Shape{r, c}); }
  Shape with(Dim size) const { return joined(batch, Shape{size}); }

  Tensor of;
  Shape batch;
  Dim rows;
  Dim columns;
};

void same_square(Call& call) { returns(call, Matrices(call).square(call).of.shape); }

void determinant(Call& call) { returns(call, Matrices(call).square(call).batch); }

void rank_of_matrix(Call& call) { returns(call, Matrices(call).batch); }

// These two don't check that the input is a matrix.
Shape unchecked_batch(const Call& call) {
  const Shape x = shape_of(call, "x");
  return x.slice(0, std::max(0, x.rank() - 2));
}

void logdet(Call& call) { returns(call, unchecked_batch(call)); }

void slogdet(Call& call) { returns_all(call, {Shape(), unchecked_batch(call)}); }

void eigen(Call& call) {
  const Matrices x = Matrices(call).square(call);
  returns_all(call, {x.with(x.rows), x.of.shape});
}

void lu_factor(Call& call) {
  const Matrices x(call);
  returns_all(call, {x.of.shape, x.with(x.shorter(call))});
}

void qr(Call& call) {
  const Matrices x(call);
  const Dim shorter = x.shorter(call);
  const std::string_view mode = string_of(call, "mode", "reduced");
  if (mode == "reduced") return returns_all(call, {x.with(x.rows, shorter), x.with(shorter, x.columns)});
  if (mode != "complete") call.fail(fmt::format("expected 'mode' 'reduced' or 'complete', found '{}'", mode));
  returns_all(call, {x.with(x.rows, x.rows), x.of.shape});
}

void svd(Call& call) {
  const Matrices x(call);
  const Dim shorter = x.shorter(call);
  const bool full = flag_of(call, "full_matrices", true);
  if (!flag_of(call, "compute_uv", true)) return returns(call, x.with(shorter));
  returns_all(
      call, {x.with(x.rows, full ? x.rows : shorter), x.with(shorter), x.with(full ? x.columns : shorter, x.columns)});
}

void pseudo_inverse(Call& call) {
  const Matrices x(call);
  returns(call, x.with(x.columns, x.rows));
}

// The rule is from _assert_a_b_compat in keras/src/ops/linalg.py.
void solve(Call& call) {
  const Matrices a = Matrices(call, "a").square(call);
  const Tensor b = tensor_of(call, "b");
  const int rank = a.of.shape.rank();
  bool fits = b.shape.rank() > 0;
  if (b.shape.rank() == rank) fits = a.rows == b.shape[-2];
  if (b.shape.rank() == rank + 1) fits = a.columns == b.shape[-1];
  if (!fits) {
    call.fail(fmt::format("expected a right side that fits the matrices, found the shapes {} and {}",
                          to_text(a.of.shape), to_text(b.shape)));
  }
  returns(call, b.shape, b.dtype);
}

void least_squares(Call& call) {
  const Matrices a(call, "a");
  const Shape b = shape_of(call, "b");
  const bool fits = a.batch.rank() == 0 && (b.rank() == 1 || b.rank() == 2) && b.first() == a.rows;
  if (!fits) {
    call.fail(
        fmt::format("expected one matrix, and a right-hand side of rank 1 or 2 with the same number of rows, found the "
                    "shapes {} and {}",
                    to_text(a.of.shape), to_text(b)));
  }
  returns(call, b.with(0, a.columns));
}

constexpr OpEntry kOps[] = {
    {"Cholesky", "linalg", "cholesky", "x :upper", same_square},
    {"CholeskyInverse", "linalg", "cholesky_inverse", "x :upper", same_square},
    {"Inv", "linalg", "inv", "x", same_square},
    {"Det", "linalg", "det", "x", determinant},
    {"MatrixRank", "linalg", "matrix_rank", "x :tol", rank_of_matrix},
    {"Logdet", "math", "logdet", "x", logdet},
    {"Slogdet", "numpy", "slogdet", "x", slogdet},
    {"Eig", "linalg", "eig", "x", eigen},
    {"Eigh", "linalg", "eigh", "x", eigen},
    {"LuFactor", "linalg", "lu_factor", "x", lu_factor},
    {"Qr", "linalg", "qr", "x :mode", qr},
    {"SVD", "linalg", "svd", "x :full_matrices :compute_uv", svd},
    {"Pinv", "linalg", "pinv", "x :rcond", pseudo_inverse},
    {"Solve", "linalg", "solve", "a b", solve},
    {"SolveTriangular", "linalg", "solve_triangular", "a b :lower", solve},
    {"Lstsq", "linalg", "lstsq", "a b :rcond", least_squares},
};

}  // namespace

std::span<const OpEntry> linalg_ops() { return kOps; }

}  // namespace nnsummary
