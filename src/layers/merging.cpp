#include <fmt/format.h>

#include <algorithm>

#include "layers/common_args.h"
#include "layers/families.h"
#include "layers/masks.h"

namespace nnsummary {
namespace {

// Returns the shapes of a list of inputs. Throws LayerError for anything else.
std::vector<Shape> list_of_inputs(const Call& call) {
  const Structure<Tensor>& inputs = call.inputs();
  const auto is_tensor = [](const Structure<Tensor>& item) { return item.kind == Structure<Tensor>::Kind::Leaf; };
  const bool is_list = inputs.kind != Structure<Tensor>::Kind::Leaf && !inputs.items.empty() &&
                       std::all_of(inputs.items.begin(), inputs.items.end(), is_tensor);
  if (!is_list) call.fail("expected to be called on a list of tensors");
  std::vector<Shape> result;
  for (const Structure<Tensor>& item : inputs.items) result.push_back(item.leaf.shape);
  return result;
}

Dim common_batch(const Call& call, const std::vector<Shape>& shapes) {
  Dim result;
  for (const Shape& shape : shapes) {
    if (shape.rank() == 0 || shape.first().none()) continue;
    if (result.known() && !(result == shape.first())) {
      call.fail(
          fmt::format("expected inputs of one batch size, found {} and {}", result.value(), shape.first().value()));
    }
    result = shape.first();
  }
  return result;
}

// Broadcasts two shapes: sizes of 1 are stretched, unknown ones stay unknown.
Shape merged(const Call& call, const Shape& a, const Shape& b) {
  if (a.rank() < b.rank()) return merged(call, b, a);
  Shape result = a;
  for (int i = -1; i >= -b.rank(); --i) {
    if (a[i].none() || b[i].none()) {
      result[i] = Dim();
    } else if (a[i] == Dim(1)) {
      result[i] = b[i];
    } else if (!(b[i] == Dim(1)) && !(a[i] == b[i])) {
      call.fail(
          fmt::format("shapes don't merge: expected equal sizes, or 1, along axis {}, found {} and {} (without "
                      "the batch)",
                      i, to_text(a), to_text(b)));
    }
  }
  return result;
}

void merge(Call& call) {
  const std::vector<Shape> shapes = list_of_inputs(call);
  const Dim batch = common_batch(call, shapes);
  const auto without_batch = [](const Shape& shape) { return shape.slice(std::min(1, shape.rank()), shape.rank()); };
  Shape result = without_batch(shapes.front());
  for (size_t i = 1; i < shapes.size(); ++i) result = merged(call, result, without_batch(shapes[i]));
  call.output(result.inserted(0, batch));
}

void subtract(Call& call) {
  const size_t inputs = list_of_inputs(call).size();
  if (inputs != 2) call.fail(fmt::format("expected to be called on 2 tensors, found {}", inputs));
  merge(call);
}

constexpr Arg concatenate_args[] = {
    {"axis", Kind::Int, -1, {}, "axis to join the inputs along"},
};

void check_concatenation(const Call& call, const std::vector<Shape>& shapes, int axis) {
  const Shape& first = shapes.front();
  for (const Shape& shape : shapes) {
    bool fits = shape.rank() == first.rank();
    for (int i = 0; fits && i < first.rank(); ++i) {
      fits = i == axis || first[i].none() || shape[i].none() || first[i] == shape[i];
    }
    if (fits) continue;
    call.fail(fmt::format("expected inputs of equal sizes but along axis {}, found {} and {}", axis, to_text(first),
                          to_text(shape)));
  }
}

void concatenate(Call& call) {
  const std::vector<Shape> shapes = list_of_inputs(call);
  const Integer axis = call.integer("axis");
  const Shape& first = shapes.front();
  if (!first.has_axis(axis)) {
    call.fail(fmt::format("axis {} is not one of the inputs', whose shape is {}", axis, to_text(first)));
  }
  const int at = first.axis(axis);
  check_concatenation(call, shapes, at);
  Dim sum = 0;
  for (const Shape& shape : shapes) sum = sum + shape[at];
  call.output(first.with(at, sum));
}

constexpr Arg dot_args[] = {
    {"axes", Kind::Tuple, required, {.length = 2}, "axis of each input to sum over"},
    {"normalize", Kind::Bool, false, {}, "whether to scale the inputs to unit norm first"},
};

// Returns the axis of each of two inputs. A single negative axis counts from the end of each.
std::pair<int, int> dot_axes(const Call& call, const Shape& a, const Shape& b) {
  const std::vector<Integer> axes = call.args().tuple("axes");
  if (!a.has_axis(axes[0]) || !b.has_axis(axes[1])) {
    call.fail(fmt::format("'axes' {} and {} are not axes of the inputs, whose shapes are {} and {}", axes[0], axes[1],
                          to_text(a), to_text(b)));
  }
  return {a.axis(axes[0]), b.axis(axes[1])};
}

void dot(Call& call) {
  const std::vector<Shape> shapes = list_of_inputs(call);
  if (shapes.size() != 2) call.fail(fmt::format("expected to be called on 2 tensors, found {}", shapes.size()));
  const Shape& a = shapes[0];
  const Shape& b = shapes[1];
  const auto [axis_a, axis_b] = dot_axes(call, a, b);
  if (!(a[axis_a] == b[axis_b])) {
    call.fail(fmt::format("expected equal sizes along the axes that are summed over, found {} and {}", to_text(a),
                          to_text(b)));
  }
  Shape output = a.without(axis_a);
  Shape rest = b.without(axis_b);
  if (rest.rank() > 0) rest = rest.without(0);
  for (const Dim dim : rest) output.append(dim);
  if (output.rank() == 1) output.append(1);
  call.output(output);
  call.macs({call.leaf(a.without(axis_a).product(), "positions"), call.leaf(a[axis_a], "size of the axis"),
             call.leaf(rest.product(), "outputs")});
}

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Merging;

constexpr LayerEntry kLayers[] = {
    with_mask(merge_mask, {"Add", kModule, kFamily, "the sum of several tensors", {}, input_list, merge}),
    with_mask(merge_mask, {"Subtract", kModule, kFamily, "the difference of two tensors", {}, input_list, subtract}),
    with_mask(merge_mask,
              {"Multiply", kModule, kFamily, "the elementwise product of several tensors", {}, input_list, merge}),
    with_mask(merge_mask, {"Average", kModule, kFamily, "the mean of several tensors", {}, input_list, merge}),
    with_mask(merge_mask,
              {"Maximum", kModule, kFamily, "the elementwise maximum of several tensors", {}, input_list, merge}),
    with_mask(merge_mask,
              {"Minimum", kModule, kFamily, "the elementwise minimum of several tensors", {}, input_list, merge}),
    with_mask(concatenate_mask, {"Concatenate", kModule, kFamily, "joins several tensors along an axis",
                                 concatenate_args, input_list, concatenate}),
    {"TFDConcat", "keras.src.layers.preprocessing.feature_space", kFamily, "joins features, in a FeatureSpace",
     concatenate_args, input_list, concatenate, nullptr, Build::OnCreation},
    {"Dot", kModule, kFamily, "the dot product of two tensors along an axis", dot_args, input_list, dot},
};

}  // namespace

std::span<const LayerEntry> merging_layers() { return kLayers; }

}  // namespace nnsummary
