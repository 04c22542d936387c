#include <fmt/format.h>

#include "ops/families.h"

namespace nnsummary {
namespace {

Shape shape_of(const Call& call, std::string_view argument) {
  // An argument that is no tensor is a number, or a list of them, which stretches to the other.
  if (const auto tensor = call.tensor(argument)) return tensor->shape;
  Shape result;
  for (const Value* value = call.option(argument); value && value->is_list() && !value->items().empty();) {
    result.append(static_cast<int64_t>(value->items().size()));
    value = &value->items().front();
  }
  return result;
}

// Two shapes stretched to each other; a size that varies takes the other's. Rule of broadcast_shapes in
// keras/src/ops/operation_utils.py.
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

void binary(Call& call) { call.output(broadcast(call, shape_of(call, "x1"), shape_of(call, "x2"))); }

constexpr OpEntry kOps[] = {
    {"Add", "numpy", "add", "x1 x2", binary},
    {"Multiply", "numpy", "multiply", "x1 x2", binary},
    {"Subtract", "numpy", "subtract", "x1 x2", binary},
};

}  // namespace

std::span<const OpEntry> elementwise_ops() { return kOps; }

}  // namespace nnsummary
