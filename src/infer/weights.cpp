#include <fmt/format.h>

#include <algorithm>

#include "infer/frame.h"

namespace nnsummary {
namespace {

using Form = KernelRule::Form;

constexpr WeightRule kFrozen{.trainable = false};

WeightRule frozen(DType dtype) { return {.trainable = false, .dtype = dtype}; }

// Returns the number of bytes for values of 4 bits.
Dim packed(Dim values) { return ceil_divide(values, 2); }

// Returns the number of groups of values that share a scale.
Dim groups_of(Frame& frame, Dim values) {
  const int64_t size = frame.layer.policy.group;
  return size == -1 ? Dim(1) : ceil_divide(values, Call(frame).named(size, "group size"));
}

void declare_float8(Frame& frame, std::string_view name) {
  const WeightRule rule{.trainable = true, .dtype = DType::Float32, .overwritten = true};
  const Shape history{Call(frame).named(frame.layer.policy.amax_history_length, "amax history length")};
  for (const std::string_view of : {std::string_view("inputs"), name, std::string_view("outputs_grad")}) {
    declare_weight(frame, fmt::format("{}_scale", of), {}, rule);
    declare_weight(frame, fmt::format("{}_amax_history", of), history, rule);
  }
}

// A quantized kernel and the weights that restore its values.
struct Quantized {
  Frame& frame;
  std::string_view name;

  void kernel(const Shape& shape, DType dtype) const { declare_weight(frame, name, shape, frozen(dtype)); }
  void scale(const Shape& shape) const { declare_weight(frame, fmt::format("{}_scale", name), shape, kFrozen); }
  void zero(const Shape& shape, const WeightRule& rule) const {
    declare_weight(frame, fmt::format("{}_zero", name), shape, rule);
  }
  void groups(Dim values) const { declare_weight(frame, "g_idx", {values}, frozen(DType::Float32)); }
};

Dim product_of(const Shape& shape, const std::vector<int>& reduced, bool of_reduced) {
  Dim result = 1;
  for (int i = 0; i < shape.rank(); ++i) {
    const bool is_reduced = std::find(reduced.begin(), reduced.end(), i) != reduced.end();
    if (is_reduced == of_reduced) result = result == Dim(1) && !result.expr() ? shape[i] : result * shape[i];
  }
  return result;
}

void declare_int4_matrix(const Quantized& quantized, const Shape& shape, const KernelRule& rule) {
  const Dim rows = product_of(shape, rule.reduced, true);
  const Dim columns = product_of(shape, rule.reduced, false);
  const bool grouped = quantized.frame.layer.policy.group != -1;
  const Shape scale = grouped ? Shape{groups_of(quantized.frame, rows), columns} : Shape{columns};
  quantized.kernel({rows, packed(columns)}, DType::Int8);
  quantized.scale(scale);
  if (!grouped) return;
  quantized.zero(scale, frozen(DType::Int8));
  quantized.groups(rows);
}

// Returns the matrix that GPTQ and AWQ make of a kernel. With three axes, the largest axis decides which two are
// merged: the last two if it is the first (a projection to heads), otherwise the first two. Rule of _gptq_build in
// keras/src/layers/core/einsum_dense.py.
std::pair<Dim, Dim> rows_and_columns(const Shape& shape) {
  if (shape.rank() == 2) return {shape[0], shape[1]};
  if (shape.rank() != 3)
    throw LayerError{"GPTQ and AWQ take kernels of 2 or 3 axes, found the shape " + to_text(shape)};
  const bool largest_first = shape[0].value() >= std::max(shape[1].value(), shape[2].value());
  if (largest_first) return {shape[0], shape[1] * shape[2]};
  return {shape[0] * shape[1], shape[2]};
}

void declare_calibrated_matrix(const Quantized& quantized, const Shape& shape, const KernelRule& rule) {
  Frame& frame = quantized.frame;
  const auto [rows, columns] = rows_and_columns(shape);
  const Shape scale{columns, groups_of(frame, rows)};
  quantized.kernel({frame.layer.policy.bits == 4 ? packed(columns) : columns, rows}, DType::UInt8);
  quantized.scale(scale);
  declare_weight(frame, rule.zero_point, scale, frozen(DType::UInt8));
  if (frame.layer.policy.mode == QuantizationMode::Awq) declare_weight(frame, "awq_scales", {rows}, kFrozen);
  quantized.groups(rows);
}

void declare_matrix(const Quantized& quantized, const Shape& shape, const KernelRule& rule) {
  switch (quantized.frame.layer.policy.mode) {
    case QuantizationMode::Int8:
      quantized.kernel(shape, DType::Int8);
      quantized.scale(rule.scale);
      break;
    case QuantizationMode::Int4: declare_int4_matrix(quantized, shape, rule); break;
    default: declare_calibrated_matrix(quantized, shape, rule);
  }
}

void declare_table(const Quantized& quantized, Dim inputs, Dim outputs, bool reverse) {
  const auto oriented = [reverse](Dim a, Dim b) { return reverse ? Shape{b, a} : Shape{a, b}; };
  const Policy& policy = quantized.frame.layer.policy;
  const bool grouped = policy.mode == QuantizationMode::Int4 && policy.group != -1;
  const Shape scale = grouped ? oriented(inputs, groups_of(quantized.frame, outputs)) : Shape{inputs};
  quantized.kernel(oriented(inputs, policy.mode == QuantizationMode::Int4 ? packed(outputs) : outputs), DType::Int8);
  quantized.scale(scale);
  if (!grouped) return;
  // In Keras, the zero points of the reverse table have the default dtype, and it has no group indices.
  quantized.zero(scale, reverse ? kFrozen : frozen(DType::Int8));
  if (!reverse) quantized.groups(outputs);
}

void declare_quantized(Frame& frame, std::string_view name, const Shape& shape, const KernelRule& rule) {
  const Quantized quantized{frame, name};
  if (rule.form == Form::Matrix) return declare_matrix(quantized, shape, rule);
  const QuantizationMode mode = frame.layer.policy.mode;
  if (mode != QuantizationMode::Int8 && mode != QuantizationMode::Int4) {
    throw LayerError{"argument 'dtype': a table can only be quantized to int8 or int4"};
  }
  const bool reverse = rule.form == Form::Reverse;
  declare_table(quantized, shape[reverse ? 1 : 0], shape[reverse ? 0 : 1], reverse);
}

bool has_arg(const Arguments& args, std::string_view name) {
  return std::any_of(args.table().begin(), args.table().end(), [name](const Arg& arg) { return arg.name == name; });
}

bool wants_lora(const Arguments& args) {
  return has_arg(args, "lora_rank") && !args.is_null("lora_rank") && args.integer("lora_rank") != 0;
}

void check_lora(const LayerState& layer, std::string_view kernel) {
  const std::string constraint = fmt::format("{}_constraint", kernel);
  if (!layer.args.is_null(constraint)) {
    layer.args.fail("lora_rank", fmt::format("LoRA can't be used on a layer with a '{}'", constraint));
  }
  if (layer.policy.mode == QuantizationMode::Gptq || layer.policy.mode == QuantizationMode::Awq) {
    layer.args.fail("lora_rank", "LoRA can't be used on a kernel that is quantized by GPTQ or AWQ");
  }
}

}  // namespace

void declare_weight(Frame& frame, std::string_view name, const Shape& shape, const WeightRule& rule) {
  if (!frame.declaring) return;
  for (const Dim dim : shape) {
    if (dim.known()) continue;
    throw LayerError{
        fmt::format("weight '{}' would have the shape {}: expected every size to be a known number; give "
                    "the input's shape in full",
                    name, to_text(shape))};
  }
  LayerState& layer = frame.layer;
  WeightState weight;
  weight.id = frame.walk.next_weight_id();
  weight.name = name;
  weight.shape = shape;
  weight.dtype = rule.dtype.value_or(layer.policy.variable);
  weight.overwritten = rule.overwritten;
  weight.declared_trainable = rule.trainable;
  weight.trainable = rule.trainable && layer.trainable;
  layer.weights.push_back(std::move(weight));
}

void declare_kernel(Frame& frame, std::string_view name, const Shape& shape, const KernelRule& rule) {
  if (!frame.declaring) return;
  const QuantizationMode mode = rule.form == Form::Plain ? QuantizationMode::None : frame.layer.policy.mode;
  if (mode == QuantizationMode::Float8 && rule.form == Form::Matrix) {
    declare_float8(frame, name);
    declare_weight(frame, name, shape, {});
  } else if (mode == QuantizationMode::None) {
    declare_weight(frame, name, shape, {});
  } else {
    declare_quantized(frame, name, shape, rule);
  }
  if (rule.form != Form::Reverse && wants_lora(frame.layer.args)) frame.adapted.push_back({std::string(name), shape});
}

void declare_lora(Frame& frame) {
  for (const Frame::Adapted& kernel : frame.adapted) {
    check_lora(frame.layer, kernel.name);
    const WeightRule rule{.trainable = true, .dtype = DType::Float32};
    const Dim rank = Call(frame).dim("lora_rank");
    declare_weight(frame, fmt::format("lora_{}_a", kernel.name), kernel.shape.with_last(rank), rule);
    declare_weight(frame, fmt::format("lora_{}_b", kernel.name), {rank, kernel.shape.last()}, rule);
    for (WeightState& weight : frame.layer.weights) {
      if (weight.name == kernel.name) weight.trainable = false;
    }
  }
}

}  // namespace nnsummary
