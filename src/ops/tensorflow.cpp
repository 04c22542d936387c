// Functions of TensorFlow that keras.ops has no counterpart of: rows of old models only.
#include "ops/families.h"
#include "ops/rules.h"

namespace nnsummary {
namespace {

// The sizes of a tensor as one.
void shape(Call& call) { returns(call, Shape{shape_of(call, "x").rank()}, DType::Int32); }

constexpr OpEntry kOps[] = {
    {"Shape", "tensorflow", "tf.shape", "x", shape},
};

}  // namespace

std::span<const OpEntry> tensorflow_ops() { return kOps; }

}  // namespace nnsummary
