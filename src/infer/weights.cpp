#include <fmt/format.h>

#include "infer/frame.h"

namespace nnsummary {
namespace {

constexpr WeightRule kFrozen{.trainable = false};

WeightRule frozen(DType dtype) { return {.trainable = false, .dtype = dtype}; }

// How many groups of inputs share a scale.
Dim groups_of(const Call& call, Dim inputs, int64_t size) {
  return size == -1 ? call.named(1, "groups") : ceil_divide(inputs, call.named(size, "group size"));
}

void declare_float8(Frame& frame) {
  const Call call(frame);
  const WeightRule rule{.trainable = true, .dtype = DType::Float32};
  const Shape history{call.named(frame.layer.policy.amax_history_length, "amax history length")};
  for (const char* of : {"inputs", "kernel", "outputs_grad"}) {
    declare_weight(frame, fmt::format("{}_scale", of), {}, rule);
    declare_weight(frame, fmt::format("{}_amax_history", of), history, rule);
  }
}

// The kernels of (inputs, units) that are stored as integers, with what scales them back.
void declare_quantized_dense(Frame& frame, std::string_view name, Dim inputs, Dim units) {
  const Policy& policy = frame.layer.policy;
  const Call call(frame);
  const Dim packed = ceil_divide(units, 2);  // two values a byte
  if (policy.mode == QuantizationMode::Int8) {
    declare_weight(frame, name, {inputs, units}, frozen(DType::Int8));
    declare_weight(frame, "kernel_scale", {units}, kFrozen);
    return;
  }
  const Dim groups = groups_of(call, inputs, policy.group);
  if (policy.mode == QuantizationMode::Int4) {
    const bool grouped = policy.group != -1;
    const Shape scales = grouped ? Shape{groups, units} : Shape{units};
    declare_weight(frame, name, {inputs, packed}, frozen(DType::Int8));
    declare_weight(frame, "kernel_scale", scales, kFrozen);
    if (!grouped) return;
    declare_weight(frame, "kernel_zero", scales, frozen(DType::Int8));
  } else {
    const bool packs = policy.bits == 4;
    declare_weight(frame, name, {packs ? packed : units, inputs}, frozen(DType::UInt8));
    declare_weight(frame, "kernel_scale", {units, groups}, kFrozen);
    declare_weight(frame, "kernel_zero", {units, groups}, frozen(DType::UInt8));
    if (policy.mode == QuantizationMode::Awq) declare_weight(frame, "awq_scales", {inputs}, kFrozen);
  }
  declare_weight(frame, "g_idx", {inputs}, frozen(DType::Float32));
}

bool has_arg(const Arguments& args, std::string_view name) {
  for (const Arg& arg : args.table()) {
    if (arg.name == name) return true;
  }
  return false;
}

bool wants_lora(const Arguments& args) {
  return has_arg(args, "lora_rank") && !args.is_null("lora_rank") && args.integer("lora_rank") != 0;
}

void check_lora(const LayerState& layer) {
  if (!layer.args.is_null("kernel_constraint")) {
    layer.args.fail("lora_rank", "no LoRA on a layer that has a 'kernel_constraint'");
  }
  if (layer.policy.mode == QuantizationMode::Gptq || layer.policy.mode == QuantizationMode::Awq) {
    layer.args.fail("lora_rank", "no LoRA on a kernel that is quantized by GPTQ or AWQ");
  }
}

}  // namespace

void declare_weight(Frame& frame, std::string_view name, const Shape& shape, const WeightRule& rule) {
  if (!frame.declaring) return;
  for (const Dim dim : shape) {
    if (dim.known()) continue;
    throw LayerError{fmt::format("weight '{}' would have the shape {}: expected every size to be a known number; give "
                                 "the input's shape in full",
                                 name, to_text(shape))};
  }
  LayerState& layer = frame.layer;
  WeightState weight;
  weight.id = frame.walk.next_weight_id();
  weight.name = name;
  weight.shape = shape;
  weight.dtype = rule.dtype.value_or(layer.policy.variable);
  weight.declared_trainable = rule.trainable;
  weight.trainable = rule.trainable && layer.trainable;
  layer.weights.push_back(std::move(weight));
}

void declare_kernel(Frame& frame, std::string_view name, const Shape& shape, Quantization quantization) {
  if (!frame.declaring) return;
  const QuantizationMode mode = quantization == Quantization::None ? QuantizationMode::None : frame.layer.policy.mode;
  if (mode == QuantizationMode::Float8) declare_float8(frame);
  if (mode == QuantizationMode::None || mode == QuantizationMode::Float8) {
    declare_weight(frame, name, shape, {});
  } else {
    declare_quantized_dense(frame, name, shape[0], shape[1]);
  }
  if (wants_lora(frame.layer.args)) frame.adapted.push_back({std::string(name), shape});
}

void declare_lora(Frame& frame) {
  for (const Frame::Adapted& kernel : frame.adapted) {
    check_lora(frame.layer);
    const WeightRule rule{.trainable = true, .dtype = DType::Float32};
    const Dim rank = Call(frame).dim("lora_rank");
    declare_weight(frame, "lora_kernel_a", kernel.shape.with_last(rank), rule);
    declare_weight(frame, "lora_kernel_b", {rank, kernel.shape.last()}, rule);
    for (WeightState& weight : frame.layer.weights) {
      if (weight.name == kernel.name) weight.trainable = false;
    }
  }
}

}  // namespace nnsummary
