// Operations that read or write elements by index, and one-hot encodings.
#include <fmt/format.h>

#include <algorithm>

#include "layers/objects.h"
#include "ops/families.h"
#include "ops/rules.h"

namespace nnsummary {
namespace {

bool is_ellipsis(const Value& key) { return key.string_of("class_name") == "__ellipsis__"; }

const Value* slice_of(const Value& key) {
  return key.string_of("class_name") == "__slice__" ? key.find("config") : nullptr;
}

std::optional<Integer> bound_of(const Call& call, const Value& slice, std::string_view name) {
  const Value* value = slice.find(name);
  if (!value || value->is_null()) return std::nullopt;
  if (!value->is_int())
    call.fail(fmt::format("expected the {} of a slice to be an integer, found {}", name, describe(*value)));
  return value->integer();
}

// Returns the number of elements that a slice selects of `size`, by the rule of Python's slice.indices().
Integer slice_length(const Call& call, const Value& slice, Integer size) {
  const Integer step = bound_of(call, slice, "step").value_or(1);
  if (step == 0) call.fail("expected the step of a slice not to be 0");
  const Integer lowest = step > 0 ? 0 : -1;
  const Integer highest = step > 0 ? size : size - 1;
  const auto clamped = [&](std::optional<Integer> bound, Integer fallback) {
    if (!bound) return fallback;
    return std::clamp(*bound < 0 ? *bound + size : *bound, lowest, highest);
  };
  const Integer start = clamped(bound_of(call, slice, "start"), step > 0 ? lowest : highest);
  const Integer stop = clamped(bound_of(call, slice, "stop"), step > 0 ? highest : lowest);
  if (step > 0) return start < stop ? (stop - start - 1) / step + 1 : 0;
  // The smallest integer can't be negated.
  return start > stop ? (start - stop - 1) / -std::max(step, Integer(-INT64_MAX)) + 1 : 0;
}

// The result of one key: a new size for an axis, or none.
std::optional<Dim> indexed(const Call& call, const Value& key, Dim size) {
  if (key.is_int() || key.is_bool()) {
    const Integer index = key.is_int() ? key.integer() : int64_t{key.boolean()};
    if (size.known() && (index < -size.value() || index >= size.value())) {
      call.fail(fmt::format("expected an index of an axis of size {}, found {}", size.value(), index));
    }
    return std::nullopt;
  }
  const Value* slice = slice_of(key);
  if (!slice) call.fail("expected integers, slices, '...' and null as indices, found " + describe(key));
  return size.known() ? Dim(slice_length(call, *slice, size.value())) : size;
}

// The rule is from GetItem.compute_output_spec in keras/src/ops/numpy.py: null adds an axis, "..." stands for all
// others.
void get_item(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const Value* key = call.option("key");
  const bool is_key = key && (key->is_list() || key->is_int());
  if (!is_key)
    call.fail("expected the key to be an integer or a list of indices" + (key ? ", found " + describe(*key) : ""));
  const std::span<const Value> keys = key->is_list() ? key->items() : std::span(key, 1);
  const auto count = [&keys](auto what) { return static_cast<int>(std::count_if(keys.begin(), keys.end(), what)); };
  const int ellipses = count(is_ellipsis);
  const int indices = count([](const Value& item) { return !item.is_null() && !is_ellipsis(item); });
  if (ellipses > 1) call.fail("expected '...' once at most among the indices");
  if (indices > x.shape.rank()) {
    call.fail(fmt::format("expected {} indices at most, found {}", x.shape.rank(), indices));
  }
  Shape result;
  int axis = 0;
  const int others = x.shape.rank() - indices;
  const auto pass_others = [&] {
    for (int i = 0; i < others; ++i) result.append(x.shape[axis++]);
  };
  for (const Value& item : keys) {
    if (item.is_null()) {
      result.append(1);
    } else if (is_ellipsis(item)) {
      pass_others();
    } else if (const auto size = indexed(call, item, x.shape[axis++])) {
      result.append(*size);
    }
  }
  if (ellipses == 0) pass_others();
  returns(call, result, x.dtype);
}

void take(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const bool is_tensor = call.tensors("indices") != nullptr;
  const Shape indices = is_tensor ? shape_of(call, "indices") : shape_of_list(call.option("indices"));
  if (!given(call, "axis")) return returns(call, indices, x.dtype);
  const int axis = axis_of(call, "axis", x.shape.rank(), 0);
  const Shape front = joined(x.shape.slice(0, axis), indices);
  returns(call, joined(front, x.shape.slice(axis + 1, x.shape.rank())), x.dtype);
}

void take_along_axis(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const Shape indices = shape_of(call, "indices");
  const bool flat = !given(call, "axis");
  const Shape from = flat ? Shape{x.shape.product()} : x.shape;
  if (from.rank() != indices.rank()) {
    call.fail(fmt::format("expected 'indices' of {} axes, found the shape {}", from.rank(), to_text(indices)));
  }
  const int axis = flat ? 0 : axis_of(call, "axis", from.rank(), 0);
  returns(call, broadcast(call, from.with(axis, indices[axis]), indices), x.dtype);
}

// Returns the start of a slice along an axis, or nullopt where it is a tensor.
std::optional<Integer> start_of(const Value* starts, int axis) {
  if (!starts || !starts->is_list()) return std::nullopt;
  const Value& start = starts->items()[static_cast<size_t>(axis)];
  return start.is_int() ? std::optional(start.integer()) : std::nullopt;
}

// The sizes are given; -1 takes all elements from the start on.
void slice(Call& call) {
  const Tensor inputs = tensor_of(call, "inputs");
  const Shape wanted = sizes_of(call, "shape");
  const Value* starts = numbers_of(call, "start_indices");
  const int rank = inputs.shape.rank();
  const bool starts_fit = !starts || !starts->is_list() || static_cast<int>(starts->items().size()) == rank;
  if (wanted.rank() != rank || !starts_fit) {
    call.fail(fmt::format("expected 'shape' and 'start_indices' for each axis of the input, found the shape {}",
                          to_text(inputs.shape)));
  }
  Shape result = wanted;
  for (int i = 0; i < rank; ++i) {
    if (!(wanted[i] == Dim(-1))) continue;
    const auto start = start_of(starts, i);
    result[i] = start ? inputs.shape[i] - *start : Dim();
  }
  returns(call, result, inputs.dtype);
}

void scatter(Call& call) { returns(call, sizes_of(call, "shape"), tensor_of(call, "values").dtype); }

// Returns the indices of non-zero elements: along each axis a list of unknown length.
void nonzero(Call& call) { returns_copies(call, shape_of(call, "x").rank(), Shape{Dim()}); }

void unravel_index(Call& call) {
  const Shape indices = shape_of(call, "indices");
  const Shape shape = sizes_of(call, "shape");
  const bool varies = std::any_of(shape.begin(), shape.end(), [](Dim size) { return size.none(); });
  returns_copies(call, shape.rank(), varies ? Shape{Dim()} : indices);
}

void top_k(Call& call) {
  const Shape x = shape_of(call, "x");
  if (x.rank() == 0) call.fail("expected a tensor of rank 1 or more");
  const Shape result = x.with_last(integer_of(call, "k"));
  returns_all(call, {result, result});
}

// Each class becomes a vector with one element per class.
Shape one_hot_shape(const Call& call, const Shape& x) {
  const Integer classes = integer_of(call, given(call, "num_tokens") ? "num_tokens" : "num_classes");
  const Integer axis = integer_of(call, "axis", -1);
  if (axis != -1 && (axis < 0 || axis >= x.rank())) {
    call.fail(fmt::format("expected an axis of the input, or -1, found {} and the shape {}", axis, to_text(x)));
  }
  return x.inserted(axis == -1 ? x.rank() : x.axis(axis), classes);
}

void one_hot(Call& call) { returns(call, one_hot_shape(call, shape_of(call, "x"))); }

// The classes along the second axis are set in one vector. The rule is from MultiHot.compute_output_spec in
// keras/src/ops/nn.py.
void multi_hot(Call& call) {
  const Shape hot = one_hot_shape(call, shape_of(call, "inputs"));
  if (hot.rank() == 2) return returns(call, Shape{hot.last()});
  returns(call, joined(Shape{hot.first()}, hot.slice(std::min(2, hot.rank()), hot.rank())));
}

// The result is known only for a function that works element by element.
void map_elements(Call& call, std::string_view function, std::string_view elements) {
  const Value* value = call.option(function);
  if (!value || !value->is_object()) call.fail(fmt::format("argument '{}': expected a function", function));
  const std::string_view name = value->string_of("config");
  const bool elementwise = name != "glu" && !object_class(Kind::Activation, name).empty();
  const auto x = call.tensor(elements);
  if (x && x->shape.rank() == 0) call.fail("expected a tensor of rank 1 or more");
  if (elementwise && x) returns(call, x->shape, x->dtype);
}

void map(Call& call) { map_elements(call, "f", "xs"); }
void vectorized_map(Call& call) { map_elements(call, "function", "elements"); }

constexpr OpEntry kOps[] = {
    {"GetItem", "numpy", "get_item", "x key", get_item},
    {"Take", "numpy", "take", "x indices :axis", take},
    {"TakeAlongAxis", "numpy", "take_along_axis", "x indices :axis", take_along_axis},
    {"Slice", "core", "slice", "inputs start_indices :shape", slice},
    {"Scatter", "core", "scatter", "indices values :shape", scatter},
    {"Nonzero", "numpy", "nonzero", "x", nonzero},
    {"UnravelIndex", "numpy", "unravel_index", "indices :shape", unravel_index},
    {"TopK", "math", "top_k", "x :k :sorted", top_k},
    {"OneHot", "nn", "one_hot", "x :num_classes :axis :dtype :sparse", one_hot},
    {"MultiHot", "nn", "multi_hot", "inputs :num_classes :axis :dtype :sparse", multi_hot},
    {"Map", "core", "map", "f xs", map},
    {"VectorizedMap", "core", "vectorized_map", ":function elements", vectorized_map},
};

}  // namespace

std::span<const OpEntry> indexing_ops() { return kOps; }

}  // namespace nnsummary
