#include "ops/rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "layers/spatial.h"

namespace nnsummary {
namespace {

[[noreturn]] void refuse(const Call& call, std::string_view argument, std::string_view expected) {
  const Value* value = call.option(argument);
  const std::string found = value ? describe(*value) : call.tensors(argument) ? "tensors" : "nothing";
  throw LayerError{fmt::format("argument '{}': expected {}, found {}", argument, expected, found), value};
}

}  // namespace

Tensor tensor_of(const Call& call, std::string_view argument) {
  const auto tensor = call.tensor(argument);
  if (!tensor) refuse(call, argument, "a tensor");
  return *tensor;
}

Shape shape_of(const Call& call, std::string_view argument) { return tensor_of(call, argument).shape; }

Shape operand(const Call& call, std::string_view argument) {
  const Value* value = call.option(argument);
  const bool is_number = value && (value->is_number() || value->is_bool());
  if (!is_number && !call.tensor(argument)) refuse(call, argument, "a tensor or a number");
  return any_operand(call, argument);
}

Shape any_operand(const Call& call, std::string_view argument) {
  const auto tensor = call.tensor(argument);
  return tensor ? tensor->shape : Shape();
}

std::vector<Tensor> tensors_of(const Call& call, std::string_view argument) {
  const Structure<Tensor>* list = call.tensors(argument);
  const auto is_tensor = [](const Structure<Tensor>& item) { return item.kind == Structure<Tensor>::Kind::Leaf; };
  if (!list || list->items.empty() || !std::all_of(list->items.begin(), list->items.end(), is_tensor)) {
    refuse(call, argument, "a list of tensors");
  }
  std::vector<Tensor> result;
  for (const Structure<Tensor>& item : list->items) {
    result.push_back(item.leaf);
    for (int i = 0; i < item.leaf.shape.rank(); ++i) result.back().shape[i] = item.leaf.shape[i].plain();
  }
  return result;
}

const Value* numbers_of(const Call& call, std::string_view argument) {
  const Value* value = call.option(argument);
  const Value* config = value ? value->find("config") : nullptr;
  return config ? config->find("value") : value;
}

Shape shape_of_list(const Value* value) {
  Shape result;
  while (value && value->is_list()) {
    const auto items = value->items();
    result.append(static_cast<int64_t>(items.size()));
    value = items.empty() ? nullptr : &items.front();
  }
  return result;
}

bool given(const Call& call, std::string_view argument) {
  const Value* value = call.option(argument);
  return value ? !value->is_null() : call.tensors(argument) != nullptr;
}

bool flag_of(const Call& call, std::string_view argument, bool fallback) {
  const Value* value = call.option(argument);
  if (!value) return fallback;
  if (value->is_bool()) return value->boolean();
  if (value->is_number()) return value->number() != 0;
  if (value->is_list()) return !value->items().empty();
  return value->is_string() ? !value->string().empty() : !value->is_null();
}

namespace {

// In Python, true and false are integers too.
std::optional<Integer> as_integer(const Value* value) {
  if (value && value->is_int()) return value->integer();
  return value && value->is_bool() ? std::optional<Integer>(value->boolean()) : std::nullopt;
}

}  // namespace

Integer integer_of(const Call& call, std::string_view argument) {
  const auto result = as_integer(call.option(argument));
  if (!result) refuse(call, argument, "an integer");
  return *result;
}

Integer integer_of(const Call& call, std::string_view argument, Integer fallback) {
  const bool is_there = call.option(argument) || call.tensors(argument);
  return is_there ? integer_of(call, argument) : fallback;
}

Integers integers_of(const Call& call, std::string_view argument) {
  const Value* value = call.option(argument);
  if (const auto one = as_integer(value)) return {*one};
  Integers result;
  if (!value || !value->is_list()) refuse(call, argument, "an integer or a list of them");
  for (const Value& item : value->items()) {
    const auto integer = as_integer(&item);
    if (!integer) refuse(call, argument, "an integer or a list of them");
    result.push_back(*integer);
  }
  return result;
}

Integers integers_of(const Call& call, std::string_view argument, size_t count) {
  Integers values = integers_of(call, argument);
  if (!call.option(argument)->is_list()) return Integers(count, values.front());
  if (values.size() != count) refuse(call, argument, fmt::format("an integer or {} of them", count));
  return values;
}

std::string_view string_of(const Call& call, std::string_view argument, std::string_view fallback) {
  const Value* value = call.option(argument);
  if (!value) return fallback;
  if (!value->is_string()) refuse(call, argument, "a string");
  return value->string();
}

Shape sizes_of(const Call& call, std::string_view argument) {
  const Value* value = call.option(argument);
  if (!value || !value->is_list()) refuse(call, argument, "a list of sizes");
  Shape result;
  for (const Value& item : value->items()) {
    if (!item.is_int() && !item.is_null()) refuse(call, argument, "a list of sizes");
    result.append(item.is_int() ? Dim(item.integer()) : Dim());
  }
  return result;
}

bool channels_last(const Call& call) {
  if (!given(call, "data_format")) return true;
  const std::string format = lowered(string_of(call, "data_format", {}));
  if (format != "channels_last" && format != "channels_first") {
    refuse(call, "data_format", "'channels_last' or 'channels_first'");
  }
  return format == "channels_last";
}

int axis_in(const Call& call, Integer axis, int rank) {
  if (axis < -rank || axis >= rank) {
    call.fail(fmt::format("expected an axis of a tensor of {} axes, found axis {}", rank, axis));
  }
  return static_cast<int>((axis < 0 ? axis + rank : axis).get());
}

int axis_of(const Call& call, std::string_view argument, int rank, Integer fallback) {
  return axis_in(call, integer_of(call, argument, fallback), rank);
}

std::vector<int> axes_of(const Call& call, std::string_view argument, int rank) {
  std::vector<int> result;
  for (const Integer axis : integers_of(call, argument)) result.push_back(axis_in(call, axis, rank));
  return result;
}

Shape joined(const Shape& a, const Shape& b) {
  Shape result = a;
  for (const Dim dim : b) result.append(dim);
  return result;
}

Shape without_axes(const Call& call, const Shape& shape, std::vector<int> axes) {
  std::sort(axes.begin(), axes.end());
  std::vector<bool> removed(static_cast<size_t>(shape.rank()), false);
  for (int last = -1; const int axis : axes) {
    // An axis that is named again removes the next one.
    const int next = std::max(axis, last + 1);
    if (next >= shape.rank()) call.fail(fmt::format("expected different axes, found axis {} twice", axis));
    removed[static_cast<size_t>(next)] = true;
    last = next;
  }
  Shape result;
  for (int i = 0; i < shape.rank(); ++i) {
    if (!removed[static_cast<size_t>(i)]) result.append(shape[i]);
  }
  return result;
}

// The rule is from reduce_shape in keras/src/ops/operation_utils.py.
Shape reduced(const Call& call, const Shape& shape, std::string_view argument) {
  const bool keep = flag_of(call, "keepdims", false);
  std::vector<int> axes;
  if (given(call, argument)) {
    axes = axes_of(call, argument, shape.rank());
  } else {
    for (int i = 0; i < shape.rank(); ++i) axes.push_back(i);
  }
  if (!keep) return without_axes(call, shape, axes);
  Shape result = shape;
  for (const int axis : axes) result[axis] = 1;
  return result;
}

// An unknown size takes the other's. The rule is from broadcast_shapes in keras/src/ops/operation_utils.py.
Shape broadcast(const Call& call, const Shape& a, const Shape& b) {
  if (a.rank() < b.rank()) return broadcast(call, b, a);
  Shape result = a;
  for (int i = -1; i >= -b.rank(); --i) {
    if (a[i] == Dim(1) || (a[i].none() && !(b[i] == Dim(1)))) {
      result[i] = b[i];
    } else if (!a[i].none() && !b[i].none() && !(b[i] == Dim(1)) && !(a[i] == b[i])) {
      call.fail(
          fmt::format("shapes don't stretch to each other: expected equal sizes, or 1, along axis {}, found {} "
                      "and {}",
                      i, to_text(a), to_text(b)));
    }
  }
  return result;
}

bool same_sizes(const Shape& a, const Shape& b, int but) {
  if (a.rank() != b.rank()) return false;
  for (int i = 0; i < a.rank(); ++i) {
    if (i != but && !a[i].none() && !b[i].none() && !(a[i] == b[i])) return false;
  }
  return true;
}

Dim diagonal_size(Dim rows, Dim columns, Integer offset) {
  if (!rows.known() || !columns.known()) return rows + columns;
  const Integer left = offset > 0 ? columns.value() - offset : rows.value() + offset;
  return std::max<Integer>(0, std::min({left, rows.value(), columns.value()}));
}

namespace {

void check_sizes(const Call& call, const Shape& shape) {
  for (const Dim dim : shape) {
    if (dim.known() && dim.value() < 0) {
      call.fail("the arguments don't fit the input: the result would have the shape " + to_text(shape));
    }
  }
}

}  // namespace

void returns(Call& call, const Shape& shape, std::optional<DType> like) {
  check_sizes(call, shape);
  const DType dtype = like && !given(call, "dtype") ? *like : call.compute_dtype();
  call.output_tensors(Tensor{shape, dtype});
}

void returns_all(Call& call, const std::vector<Shape>& shapes) {
  if (shapes.empty()) call.fail("the arguments leave nothing to return");
  if (shapes.size() == 1) return returns(call, shapes.front());
  std::vector<Structure<Shape>> items;
  for (const Shape& shape : shapes) {
    check_sizes(call, shape);
    items.emplace_back(shape);
  }
  call.output(Structure<Shape>(Structure<Shape>::Kind::List, std::move(items)));
}

void returns_copies(Call& call, Integer count, const Shape& shape) {
  if (count < 1) call.fail(fmt::format("expected 1 output or more, found {}", count));
  call.count_tensors(count, shape);
  returns_all(call, std::vector(static_cast<size_t>(count.get()), shape));
}

void same(Call& call) {
  const Shape shape = call.input();
  returns(call, shape, call.inputs().leaf.dtype);
}

void reduce(Call& call) {
  const Tensor x = tensor_of(call, "x");
  returns(call, reduced(call, x.shape), x.dtype);
}

}  // namespace nnsummary
