#include "layers/masks.h"

#include <algorithm>

#include "spec/masks.h"

namespace nnsummary {
namespace {

bool has_all(const MaskCall& call) {
  return std::none_of(call.previous.begin(), call.previous.end(), [](const Value& mask) { return mask.is_null(); });
}

bool has_any(const MaskCall& call) {
  return std::any_of(call.previous.begin(), call.previous.end(), [](const Value& mask) { return !mask.is_null(); });
}

}  // namespace

void pass_mask(MaskCall& call) {
  for (const Value& mask : call.previous) call.output(mask);
}

void embedding_mask(MaskCall& call) {
  if (call.inputs.empty() || !call.flag("mask_zero")) return;
  call.output(call.operation("not_equal", {call.inputs[0], Value::of_int(0)}));
}

void masking_mask(MaskCall& call) {
  if (call.inputs.empty()) return;
  const Value differs =
      call.operation("not_equal", {call.inputs[0], call.argument("mask_value", Value::of_float(0.0))});
  call.output(call.operation("any", {differs}, {{"axis", Value::of_int(-1)}, {"keepdims", Value::of_bool(false)}}));
}

void merge_mask(MaskCall& call) {
  if (call.previous.empty() || !has_all(call)) return;
  Value mask = call.previous[0];
  for (const Value& next : call.previous.subspan(1)) mask = call.operation("logical_or", {mask, next});
  call.output(mask);
}

void concatenate_mask(MaskCall& call) {
  if (!has_any(call) || call.previous.size() != call.inputs.size()) return;
  const Value boolean = Value::of_string("bool");
  std::vector<Value> masks;
  for (size_t i = 0; i < call.inputs.size(); ++i) {
    if (call.previous[i].is_null()) {
      masks.push_back(call.operation("ones_like", {call.inputs[i]}, {{"dtype", boolean}}));
      continue;
    }
    // A mask has no axis for the features, which its tensor has.
    const Value expanded = call.operation("expand_dims", {call.previous[i]}, {{"axis", Value::of_int(-1)}});
    const Value zeros = call.operation("zeros_like", {call.inputs[i]}, {{"dtype", boolean}});
    masks.push_back(call.operation("logical_or", {expanded, zeros}));
  }
  const Value axis = call.argument("axis", Value::of_int(-1));
  const Value joined = call.operation("concatenate", {call.list(masks)}, {{"axis", axis}});
  call.output(call.operation("any", {joined}, {{"axis", Value::of_int(-1)}, {"keepdims", Value::of_bool(false)}}));
}

void attention_mask(MaskCall& call) {
  if (call.previous.empty() || call.previous[0].is_null()) return;
  call.output(call.operation("convert_to_tensor", {call.previous[0]}));
}

void recurrent_mask(MaskCall& call) {
  if (!call.previous.empty() && call.flag("return_sequences")) call.output(call.previous[0]);
}

void bidirectional_mask(MaskCall& call) {
  const Value layer = call.layer("layer");
  const Value* sequences = layer.find("return_sequences");
  if (call.previous.empty() || !sequences || !is_true(*sequences)) return;
  call.output(call.previous[0]);
  // Without a way to merge them, both outputs of the two directions have the mask.
  if (call.argument("merge_mode", Value::of_string("concat")).is_null()) call.output(call.previous[0]);
}

}  // namespace nnsummary
