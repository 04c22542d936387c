// Reductions along axes, and operations along one axis: running sums, sorting, segments.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ops/families.h"
#include "ops/rules.h"

namespace nnsummary {
namespace {

void reduce_one_axis(Call& call) {
  if (given(call, "axis")) integer_of(call, "axis");
  reduce(call);
}

void moments(Call& call) {
  const Shape result = reduced(call, shape_of(call, "x"), "axes");
  returns_all(call, {result, result});
}

void check_weights(const Call& call, const Shape& x) {
  const Shape weights = shape_of(call, "weights");
  if (same_sizes(x, weights)) return;
  const bool along_axis = given(call, "axis") && same_sizes(Shape{x[axis_of(call, "axis", x.rank(), 0)]}, weights);
  if (along_axis) return;
  call.fail(fmt::format("expected 'weights' of the shape of the input, or of its size along 'axis', found {} and {}",
                        to_text(weights), to_text(x)));
}

void average(Call& call) {
  const Tensor x = tensor_of(call, "x");
  if (given(call, "weights")) check_weights(call, x.shape);
  returns(call, given(call, "axis") ? x.shape.without(axis_of(call, "axis", x.shape.rank(), 0)) : Shape());
}

// Returns the size that `q` puts before the reduced shape, or nothing where `q` is a list shorter than `shortest`.
Shape quantiles(const Call& call, size_t shortest) {
  if (const auto q = call.tensor("q")) return q->shape.slice(0, std::min(1, q->shape.rank()));
  const Value* q = call.option("q");
  const bool is_list = q && q->is_list() && q->items().size() >= shortest;
  return is_list ? Shape{static_cast<int64_t>(q->items().size())} : Shape();
}

void percentile(Call& call) { returns(call, joined(quantiles(call, 0), reduced(call, shape_of(call, "x")))); }

void quantile(Call& call) { returns(call, joined(quantiles(call, 2), reduced(call, shape_of(call, "x")))); }

void check_order(const Call& call, const Shape& x) {
  const size_t axes = given(call, "axis") ? integers_of(call, "axis").size() : static_cast<size_t>(x.rank());
  const Value* ord = call.option("ord");
  const std::string_view name = ord && ord->is_string() ? ord->string() : std::string_view();
  if (!name.empty() && (axes == 1 || (name != "fro" && name != "nuc"))) {
    call.fail(
        fmt::format("expected 'ord' to be a number, or 'fro' or 'nuc' over two axes, found '{}' over {}", name, axes));
  }
  if (axes != 2 || !ord || !ord->is_number()) return;
  const double order = ord->number();
  const double size = std::abs(order);
  if (size != 1 && size != 2 && !std::isinf(size)) {
    call.fail(fmt::format("expected 'ord' of two axes to be 1, 2 or infinite, found {}", order));
  }
}

void norm(Call& call) {
  const Shape x = shape_of(call, "x");
  check_order(call, x);
  returns(call, reduced(call, x));
}

void flattened(Call& call, const Tensor& x) { returns(call, Shape{x.shape.product()}, x.dtype); }

void ravel(Call& call) { flattened(call, tensor_of(call, "x")); }

// Works along one axis, or on the flattened tensor where the axis is null.
void scan(Call& call, std::optional<Integer> fallback, bool checked) {
  const Tensor x = tensor_of(call, "x");
  const Value* axis = call.option("axis");
  if (axis ? axis->is_null() : !fallback) return flattened(call, x);
  if (checked) axis_of(call, "axis", x.shape.rank(), fallback.value_or(0));
  returns(call, x.shape, x.dtype);
}

void running(Call& call) { scan(call, std::nullopt, true); }
void sorted(Call& call) { scan(call, -1, true); }
// Keras checks the axis of these only when they run.
void running_unchecked(Call& call) { scan(call, std::nullopt, false); }
void partition(Call& call) {
  integer_of(call, "kth");
  scan(call, -1, false);
}

void diff(Call& call) {
  const Tensor a = tensor_of(call, "a");
  const int axis = axis_of(call, "axis", a.shape.rank(), -1);
  const Dim size = a.shape[axis];
  const Integer times = integer_of(call, "n", 1);
  returns(call, size.known() ? a.shape.with(axis, std::max<Integer>(0, size.value() - times)) : a.shape, a.dtype);
}

void trapezoid(Call& call) {
  const Shape y = shape_of(call, "y");
  const Value* given_axis = call.option("axis");
  if (y.rank() == 0 || (given_axis && given_axis->is_null())) return returns(call, y);
  const Integer axis = integer_of(call, "axis", -1);
  // Keras takes the axis modulo the rank.
  const Integer rest = axis % y.rank();
  returns(call, y.without(y.axis(rest)));
}

void bincount(Call& call) {
  const Shape x = shape_of(call, "x");
  returns(call, joined(x.slice(0, std::max(0, x.rank() - 1)), Shape{Dim()}));
}

void histogram(Call& call) {
  const Integer bins = integer_of(call, "bins", 10);
  // The constructor takes only a tuple, which files don't have.
  if (flag_of(call, "range", false)) call.fail("expected 'range' to be null in a file");
  returns_all(call, {Shape{bins}, Shape{bins + 1}});
}

void unique(Call& call) {
  const Shape x = shape_of(call, "x");
  const Dim found = given(call, "size") ? Dim(integer_of(call, "size")) : Dim();
  const bool flat = !given(call, "axis");
  const int axis = flat ? 0 : axis_of(call, "axis", x.rank(), 0);
  std::vector<Shape> results{flat ? Shape{found} : x.with(axis, found)};
  if (flag_of(call, "return_index", false)) results.push_back(Shape{found});
  if (flag_of(call, "return_inverse", false)) results.push_back(flat ? x : Shape{x[axis]});
  if (flag_of(call, "return_counts", false)) results.push_back(Shape{found});
  returns_all(call, results);
}

void segment(Call& call) {
  const Shape data = shape_of(call, "data");
  const Dim segments = given(call, "num_segments") ? Dim(integer_of(call, "num_segments")) : Dim();
  returns(call, joined(Shape{segments}, data.slice(std::min(1, data.rank()), data.rank())));
}

constexpr OpEntry kOps[] = {
    {"All", "numpy", "all", "x :axis :keepdims", reduce},
    {"Any", "numpy", "any", "x :axis :keepdims", reduce},
    {"Amax", "numpy", "amax", "x :axis :keepdims", reduce},
    {"Amin", "numpy", "amin", "x :axis :keepdims", reduce},
    {"Argmax", "numpy", "argmax", "x :axis :keepdims", reduce},
    {"Argmin", "numpy", "argmin", "x :axis :keepdims", reduce},
    {"Max", "numpy", "max", "x :axis :keepdims :initial", reduce},
    {"Min", "numpy", "min", "x :axis :keepdims :initial", reduce},
    {"Mean", "numpy", "mean", "x :axis :keepdims", reduce},
    {"Median", "numpy", "median", "x :axis :keepdims", reduce},
    {"Nanmax", "numpy", "nanmax", "x :axis :keepdims", reduce},
    {"Nanmean", "numpy", "nanmean", "x :axis :keepdims", reduce},
    {"Nanmedian", "numpy", "nanmedian", "x :axis :keepdims", reduce},
    {"Nanmin", "numpy", "nanmin", "x :axis :keepdims", reduce},
    {"Nanprod", "numpy", "nanprod", "x :axis :keepdims", reduce},
    {"Nanstd", "numpy", "nanstd", "x :axis :keepdims", reduce},
    {"Nansum", "numpy", "nansum", "x :axis :keepdims", reduce},
    {"Nanvar", "numpy", "nanvar", "x :axis :keepdims", reduce},
    {"Prod", "numpy", "prod", "x :axis :keepdims :dtype", reduce},
    {"Ptp", "numpy", "ptp", "x :axis :keepdims", reduce},
    {"Std", "numpy", "std", "x :axis :keepdims", reduce},
    {"Sum", "numpy", "sum", "x :axis :keepdims", reduce},
    {"Var", "numpy", "var", "x :axis :keepdims", reduce},
    {"Logsumexp", "math", "logsumexp", "x :axis :keepdims", reduce},
    {"CountNonzero", "numpy", "count_nonzero", "x :axis", reduce},
    {"Nanargmax", "numpy", "nanargmax", "x :axis :keepdims", reduce_one_axis},
    {"Nanargmin", "numpy", "nanargmin", "x :axis :keepdims", reduce_one_axis},
    {"Moments", "nn", "moments", "x :axes :keepdims :synchronized", moments},
    {"Average", "numpy", "average", "x :axis ?weights", average},
    {"Percentile", "numpy", "percentile", "x q :axis :method :keepdims", percentile},
    {"Nanpercentile", "numpy", "nanpercentile", "x q :axis :method :keepdims", percentile},
    {"Quantile", "numpy", "quantile", "x q :axis :method :keepdims", quantile},
    {"Nanquantile", "numpy", "nanquantile", "x q :axis :method :keepdims", quantile},
    {"Norm", "linalg", "norm", "x :ord :axis :keepdims", norm},
    {"Ravel", "numpy", "ravel", "x", ravel},
    {"Cumsum", "numpy", "cumsum", "x :axis :dtype", running},
    {"Cumprod", "numpy", "cumprod", "x :axis :dtype", running},
    {"Nancumsum", "numpy", "nancumsum", "x :axis :dtype", running_unchecked},
    {"Nancumprod", "numpy", "nancumprod", "x :axis :dtype", running_unchecked},
    {"Sort", "numpy", "sort", "x :axis", sorted},
    {"Argsort", "numpy", "argsort", "x :axis", sorted},
    {"Argpartition", "numpy", "argpartition", "x :kth :axis", partition},
    {"Diff", "numpy", "diff", "a :n :axis", diff},
    {"Trapezoid", "numpy", "trapezoid", "y :x :dx :axis", trapezoid},
    {"Bincount", "numpy", "bincount", "x :weights :minlength :sparse", bincount},
    {"Histogram", "numpy", "histogram", "x :bins :range", histogram},
    {"Unique", "numpy", "unique", "x :sorted :return_index :return_inverse :return_counts :axis :size :fill_value",
     unique},
    {"SegmentSum", "math", "segment_sum", "data segment_ids :num_segments :sorted", segment},
    {"SegmentMax", "math", "segment_max", "data segment_ids :num_segments :sorted", segment},
    {"SegmentMin", "math", "segment_min", "data segment_ids :num_segments :sorted", segment},
    {"SegmentProd", "math", "segment_prod", "data segment_ids :num_segments :sorted", segment},
};

}  // namespace

std::span<const OpEntry> reduction_ops() { return kOps; }

}  // namespace nnsummary
