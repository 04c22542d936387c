// Functions of TensorFlow without a counterpart in keras.ops. Only old models have them.
#include <utility>

#include "ops/families.h"
#include "ops/rules.h"

namespace nnsummary {
namespace {

// Returns the sizes of a tensor as a tensor.
void shape(Call& call) { returns(call, Shape{shape_of(call, "x").rank()}, DType::Int32); }

// Returns a factor's shape, with its last two axes swapped where the call transposes it.
Shape factor(const Call& call, std::string_view name) {
  Shape result = shape_of(call, name);
  if (result.rank() < 2) call.fail("expected tensors of rank 2 or more, found " + to_text(result));
  const std::string end(name);
  if (flag_of(call, "transpose_" + end, false) || flag_of(call, "adjoint_" + end, false)) {
    std::swap(result[-1], result[-2]);
  }
  return result;
}

void matmul(Call& call) {
  const Shape a = factor(call, "a");
  const Shape b = factor(call, "b");
  if (a.last().known() && b[-2].known() && !(a.last() == b[-2])) {
    call.fail("expected equal sizes along the axes that are summed over, found " + to_text(a) + " and " + to_text(b));
  }
  Shape result = broadcast(call, a.slice(0, a.rank() - 2), b.slice(0, b.rank() - 2));
  call.macs({result.product(), a[-2], a.last().none() ? b[-2] : a.last(), b.last()});
  result.append(a[-2]);
  result.append(b.last());
  returns(call, result);
}

constexpr OpEntry kOps[] = {
    {"Matmul", "tensorflow", "tf.linalg.matmul", "a b transpose_a transpose_b adjoint_a adjoint_b", matmul},
    {"Shape", "tensorflow", "tf.shape", "x", shape},
};

}  // namespace

std::span<const OpEntry> tensorflow_ops() { return kOps; }

}  // namespace nnsummary
