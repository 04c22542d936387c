// Elementwise operations on one tensor, or on several that are broadcast.
#include <fmt/format.h>

#include "ops/families.h"
#include "ops/rules.h"

namespace nnsummary {
namespace {

// Returns the dtype of a result of two dtypes: the wider of one kind, or the more general kind.
DType promoted(DType a, DType b) {
  const auto kind = [](DType type) { return is_floating(type) ? 2 : type == DType::Bool ? 0 : 1; };
  if (kind(a) != kind(b)) return kind(a) > kind(b) ? a : b;
  return bits(a) < bits(b) ? b : a;
}

// A Python number takes the tensor's dtype, but a float makes integers floating-point.
DType type_of(const Call& call, std::string_view argument, DType other) {
  if (const auto tensor = call.tensor(argument)) return tensor->dtype;
  const Value* value = call.option(argument);
  return value && value->type() == Value::Type::Float && !is_floating(other) ? DType::Float32 : other;
}

DType floating(DType type) { return is_floating(type) ? type : DType::Float32; }

Shape stretched(const Call& call) { return broadcast(call, operand(call, "x1"), operand(call, "x2")); }

DType promoted_type(const Call& call) {
  const DType first = type_of(call, "x1", DType::Bool);
  const DType second = type_of(call, "x2", first);
  return promoted(type_of(call, "x1", second), second);
}

void binary(Call& call) { returns(call, stretched(call), promoted_type(call)); }

void binary_to_float(Call& call) { returns(call, stretched(call), floating(promoted_type(call))); }

// These operations only read shapes, and so take a list for a scalar.
Shape leniently_stretched(const Call& call) {
  return broadcast(call, any_operand(call, "x1"), any_operand(call, "x2"));
}

void compare(Call& call) { returns(call, leniently_stretched(call), DType::Bool); }

void arctan2(Call& call) { returns(call, leniently_stretched(call)); }

void vdot(Call& call) {
  operand(call, "x1");
  operand(call, "x2");
  returns(call, Shape(), promoted_type(call));
}

void same_to_float(Call& call) {
  const Shape shape = call.input();
  returns(call, shape, floating(call.inputs().leaf.dtype));
}

void test(Call& call) { returns(call, call.input(), DType::Bool); }

// Like binary(), but both must be tensors.
void binary_of_tensors(Call& call) { returns(call, broadcast(call, shape_of(call, "x1"), shape_of(call, "x2"))); }

void where(Call& call) {
  const auto branch = [&call](std::string_view argument) {
    return given(call, argument) ? operand(call, argument) : Shape();
  };
  const Shape first = broadcast(call, any_operand(call, "condition"), branch("x1"));
  returns(call, broadcast(call, first, branch("x2")));
}

void select(Call& call) { returns(call, tensors_of(call, "choicelist").front().shape); }

void digitize(Call& call) {
  const Shape bins = shape_of(call, "bins");
  if (bins.rank() > 1) call.fail("expected 'bins' of one axis, found the shape " + to_text(bins));
  returns(call, shape_of(call, "x"));
}

void search_sorted(Call& call) {
  const Shape sequence = shape_of(call, "sorted_sequence");
  if (sequence.rank() != 1) call.fail("expected a sequence of one axis, found the shape " + to_text(sequence));
  returns(call, shape_of(call, "values"));
}

void in_top_k(Call& call) { returns(call, shape_of(call, "targets")); }

// Returns the input's shape after checking the argument `axis`, which names some of its axes. Null stands for all.
void same_along_axes(Call& call) {
  const Tensor x = tensor_of(call, "x");
  if (given(call, "axis")) axes_of(call, "axis", x.shape.rank());
  returns(call, x.shape, x.dtype);
}

void same_along_axis(Call& call) {
  const Tensor x = tensor_of(call, "x");
  axis_of(call, "axis", x.shape.rank(), -1);
  returns(call, x.shape, x.dtype);
}

template <int least>
void same_of_rank(Call& call) {
  const Tensor x = tensor_of(call, "x");
  if (x.shape.rank() < least) {
    call.fail(fmt::format("expected an input of rank {} or more, found the shape {}", least, to_text(x.shape)));
  }
  returns(call, x.shape, x.dtype);
}

void scalar(Call& call) { returns(call, Shape()); }

// Keras returns one value per axis.
void ndim(Call& call) { returns(call, Shape{shape_of(call, "x").rank()}); }

// `num` values between two others, along a new axis.
void spaced(Call& call) {
  // Keras returns the step as a number, which can't be an output of an operation.
  if (flag_of(call, "retstep", false)) call.fail("expected 'retstep' to be false: the step isn't a tensor");
  const Shape ends = broadcast(call, operand(call, "start"), operand(call, "stop"));
  const int axis = axis_of(call, "axis", ends.rank() + 1, 0);
  returns(call, ends.inserted(axis, integer_of(call, "num", 50)));
}

void glu(Call& call) {
  const Tensor x = tensor_of(call, "x");
  const int axis = axis_of(call, "axis", x.shape.rank(), -1);
  const Dim size = x.shape[axis];
  if (size.known() && size.value() % 2 != 0) {
    call.fail(fmt::format("expected an even size along axis {}, found the shape {}", axis, to_text(x.shape)));
  }
  returns(call, x.shape.with(axis, size / 2), x.dtype);
}

constexpr OpEntry kOps[] = {
    {"Absolute", "numpy", "absolute", "x", same},
    {"Abs", "numpy", "abs", "x", same},
    {"Array", "numpy", "array", "x :dtype", same},
    {"BitwiseInvert", "numpy", "bitwise_invert", "x", same},
    {"BitwiseNot", "numpy", "bitwise_not", "x", same},
    {"Cast", "core", "cast", "x :dtype", same},
    {"Clip", "numpy", "clip", "x :x_min :x_max", same},
    {"Conjugate", "numpy", "conjugate", "x", same},
    {"Conj", "numpy", "conj", "x", same},
    {"ConvertToTensor", "core", "convert_to_tensor", "x :dtype :sparse :ragged", same},
    {"Copy", "numpy", "copy", "x", same},
    {"EmptyLike", "numpy", "empty_like", "x :dtype", same},
    {"Erf", "math", "erf", "x", same},
    {"Erfinv", "math", "erfinv", "x", same},
    {"FullLike", "numpy", "full_like", "x fill_value :dtype", same},
    {"Imag", "numpy", "imag", "x", same},
    {"NanToNum", "numpy", "nan_to_num", "x :nan :posinf :neginf", same},
    {"Negative", "numpy", "negative", "x", same},
    {"OnesLike", "numpy", "ones_like", "x :dtype", same},
    {"Real", "numpy", "real", "x", same},
    {"Round", "numpy", "round", "x :decimals", same},
    {"SaturateCast", "core", "saturate_cast", "x :dtype", same},
    {"Sign", "numpy", "sign", "x", same},
    {"Square", "numpy", "square", "x", same},
    {"StopGradient", "core", "stop_gradient", "variable", same},
    {"Tril", "numpy", "tril", "x :k", same},
    {"Triu", "numpy", "triu", "x :k", same},
    {"Trunc", "numpy", "trunc", "x", same},
    {"ZerosLike", "numpy", "zeros_like", "x :dtype", same},
    {"Relu", "nn", "relu", "x", same},
    {"ReLU", "activations", "relu", "x :negative_slope :max_value :threshold", same},
    {"Relu6", "nn", "relu6", "x", same},
    {"Sigmoid", "nn", "sigmoid", "x", same},
    {"SparseSigmoid", "nn", "sparse_sigmoid", "x", same},
    {"Softplus", "nn", "softplus", "x", same},
    {"Softsign", "nn", "softsign", "x", same},
    {"SoftShrink", "nn", "soft_shrink", "x :threshold", same},
    {"SparsePlus", "nn", "sparse_plus", "x", same},
    {"Silu", "nn", "silu", "x", same},
    {"Squareplus", "nn", "squareplus", "x :b", same},
    {"LogSigmoid", "nn", "log_sigmoid", "x", same},
    {"LeakyRelu", "nn", "leaky_relu", "x :negative_slope", same},
    {"HardSigmoid", "nn", "hard_sigmoid", "x", same},
    {"HardSilu", "nn", "hard_silu", "x", same},
    {"Elu", "nn", "elu", "x :alpha", same},
    {"Selu", "nn", "selu", "x", same},
    {"Gelu", "nn", "gelu", "x :approximate", same},
    {"Celu", "nn", "celu", "x :alpha", same},
    {"TanhShrink", "nn", "tanh_shrink", "x", same},
    {"HardTanh", "nn", "hard_tanh", "x", same},
    {"HardShrink", "nn", "hard_shrink", "x :threshold", same},
    {"Threshold", "nn", "threshold", "x !threshold !default_value", same},
    {"Rsqrt", "math", "rsqrt", "x", same},
    {"RMSNorm", "nn", "rms_normalization", "x ?scale :axis :epsilon", same},
    {"LayerNorm", "nn", "layer_normalization", "x ?gamma ?beta :axis :epsilon :rms_scaling", same},
    {"Polar", "nn", "polar", "abs_ angle", same},
    {"BitwiseAnd", "numpy", "bitwise_and", "x y", same},
    {"BitwiseOr", "numpy", "bitwise_or", "x y", same},
    {"BitwiseXor", "numpy", "bitwise_xor", "x y", same},
    {"BitwiseLeftShift", "numpy", "bitwise_left_shift", "x y", same},
    {"LeftShift", "numpy", "left_shift", "x y", same},
    {"BitwiseRightShift", "numpy", "bitwise_right_shift", "x y", same},
    {"RightShift", "numpy", "right_shift", "x y", same},
    {"ScatterUpdate", "core", "scatter_update", "inputs indices updates :reduction", same},
    {"SliceUpdate", "core", "slice_update", "inputs start_indices updates", same},
    {"Angle", "numpy", "angle", "x", same_to_float},
    {"Arccos", "numpy", "arccos", "x", same_to_float},
    {"Arccosh", "numpy", "arccosh", "x", same_to_float},
    {"Arcsin", "numpy", "arcsin", "x", same_to_float},
    {"Arcsinh", "numpy", "arcsinh", "x", same_to_float},
    {"Arctan", "numpy", "arctan", "x", same_to_float},
    {"Arctanh", "numpy", "arctanh", "x", same_to_float},
    {"Cbrt", "numpy", "cbrt", "x", same_to_float},
    {"Ceil", "numpy", "ceil", "x", same_to_float},
    {"Corrcoef", "numpy", "corrcoef", "x", same_to_float},
    {"Cos", "numpy", "cos", "x", same_to_float},
    {"Cosh", "numpy", "cosh", "x", same_to_float},
    {"Deg2rad", "numpy", "deg2rad", "x", same_to_float},
    {"Rad2deg", "numpy", "rad2deg", "x", same_to_float},
    {"Erfc", "math", "erfc", "x", same_to_float},
    {"Exp", "numpy", "exp", "x", same_to_float},
    {"Exp2", "numpy", "exp2", "x", same_to_float},
    {"Expm1", "numpy", "expm1", "x", same_to_float},
    {"Fabs", "numpy", "fabs", "x", same_to_float},
    {"Floor", "numpy", "floor", "x", same_to_float},
    {"I0", "numpy", "i0", "x", same_to_float},
    {"Log", "numpy", "log", "x", same_to_float},
    {"Log10", "numpy", "log10", "x", same_to_float},
    {"Log1p", "numpy", "log1p", "x", same_to_float},
    {"Log2", "numpy", "log2", "x", same_to_float},
    {"Reciprocal", "numpy", "reciprocal", "x", same_to_float},
    {"Sin", "numpy", "sin", "x", same_to_float},
    {"Sinc", "numpy", "sinc", "x", same_to_float},
    {"Sinh", "numpy", "sinh", "x", same_to_float},
    {"Sqrt", "numpy", "sqrt", "x", same_to_float},
    {"Tan", "numpy", "tan", "x", same_to_float},
    {"Tanh", "numpy", "tanh", "x", same_to_float},
    {"Isfinite", "numpy", "isfinite", "x", test},
    {"Isinf", "numpy", "isinf", "x", test},
    {"Isnan", "numpy", "isnan", "x", test},
    {"Isneginf", "numpy", "isneginf", "x", test},
    {"Isposinf", "numpy", "isposinf", "x", test},
    {"Isreal", "numpy", "isreal", "x", test},
    {"LogicalNot", "numpy", "logical_not", "x", test},
    {"Signbit", "numpy", "signbit", "x", test},
    {"IsIn", "numpy", "isin", "x1 x2 :assume_unique :invert", test},
    {"Add", "numpy", "add", "x1 x2", binary},
    {"Subtract", "numpy", "subtract", "x1 x2", binary},
    {"Multiply", "numpy", "multiply", "x1 x2", binary},
    {"Maximum", "numpy", "maximum", "x1 x2", binary},
    {"Minimum", "numpy", "minimum", "x1 x2", binary},
    {"Mod", "numpy", "mod", "x1 x2", binary},
    {"Fmod", "numpy", "fmod", "x1 x2", binary},
    {"Power", "numpy", "power", "x1 x2", binary},
    {"FloorDivide", "numpy", "floor_divide", "x1 x2", binary},
    {"Gcd", "numpy", "gcd", "x1 x2", binary},
    {"Lcm", "numpy", "lcm", "x1 x2", binary},
    {"Fmax", "numpy", "fmax", "x1 x2", binary},
    {"Fmin", "numpy", "fmin", "x1 x2", binary},
    {"Arctan2", "numpy", "arctan2", "x1 x2", arctan2},
    {"Divide", "numpy", "divide", "x1 x2", binary_to_float},
    {"DivideNoNan", "numpy", "divide_no_nan", "x1 x2", binary_to_float},
    {"TrueDivide", "numpy", "true_divide", "x1 x2", binary_to_float},
    {"Logaddexp", "numpy", "logaddexp", "x1 x2", binary_to_float},
    {"Logaddexp2", "numpy", "logaddexp2", "x1 x2", binary_to_float},
    {"Nextafter", "numpy", "nextafter", "x1 x2", binary_to_float},
    {"Ldexp", "numpy", "ldexp", "x1 x2", binary_to_float},
    {"Heaviside", "numpy", "heaviside", "x1 x2", binary_of_tensors},
    {"Hypot", "numpy", "hypot", "x1 x2", binary_of_tensors},
    {"Equal", "numpy", "equal", "x1 x2", compare},
    {"NotEqual", "numpy", "not_equal", "x1 x2", compare},
    {"Greater", "numpy", "greater", "x1 x2", compare},
    {"GreaterEqual", "numpy", "greater_equal", "x1 x2", compare},
    {"Less", "numpy", "less", "x1 x2", compare},
    {"LessEqual", "numpy", "less_equal", "x1 x2", compare},
    {"LogicalAnd", "numpy", "logical_and", "x1 x2", compare},
    {"LogicalOr", "numpy", "logical_or", "x1 x2", compare},
    {"LogicalXor", "numpy", "logical_xor", "x1 x2", compare},
    {"Isclose", "numpy", "isclose", "x1 x2 ?rtol ?atol :equal_nan", compare},
    {"Where", "numpy", "where", "condition ?x1 ?x2", where},
    {"Select", "numpy", "select", "condlist choicelist ?default", select},
    {"Digitize", "numpy", "digitize", "x bins", digitize},
    {"SearchSorted", "numpy", "searchsorted", "sorted_sequence values :side", search_sorted},
    {"InTopK", "math", "in_top_k", "targets predictions :k", in_top_k},
    {"Flip", "numpy", "flip", "x :axis", same_along_axes},
    {"Roll", "numpy", "roll", "x :shift :axis", same_along_axes},
    {"Softmax", "nn", "softmax", "x :axis", same_along_axes},
    {"LogSoftmax", "nn", "log_softmax", "x :axis", same_along_axes},
    {"Sparsemax", "nn", "sparsemax", "x :axis", same_along_axis},
    {"Normalize", "nn", "normalize", "x :axis :order :epsilon", same_along_axes},
    {"Fliplr", "numpy", "fliplr", "x", same_of_rank<2>},
    {"Flipud", "numpy", "flipud", "x", same_of_rank<1>},
    {"AllClose", "numpy", "allclose", "x1 x2 :rtol :atol :equal_nan", scalar},
    {"Size", "numpy", "size", "x", scalar},
    {"Vdot", "numpy", "vdot", "x1 x2", vdot},
    {"Ndim", "numpy", "ndim", "x", ndim},
    {"Linspace", "numpy", "linspace", "start stop :num :endpoint :retstep :dtype :axis", spaced},
    {"Logspace", "numpy", "logspace", "start stop :num :endpoint :base :dtype :axis", spaced},
    {"Geomspace", "numpy", "geomspace", "start stop :num :endpoint :dtype :axis", spaced},
    {"Glu", "nn", "glu", "x :axis", glu},
};

}  // namespace

std::span<const OpEntry> elementwise_ops() { return kOps; }

}  // namespace nnsummary
