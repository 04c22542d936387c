#include <fmt/format.h>

#include <algorithm>

#include "layers/common_args.h"
#include "layers/families.h"

namespace nnsummary {
namespace {

constexpr CallArg attention_call[] = {
    {"query"},
    {"value"},
    {"key", CallArg::Type::OptionalTensor},
    {"query_mask", CallArg::Type::OptionalTensor},
    {"value_mask", CallArg::Type::OptionalTensor},
    {"key_mask", CallArg::Type::OptionalTensor},
    {"attention_mask", CallArg::Type::OptionalTensor},
    {"return_attention_scores", CallArg::Type::Value},
    {"training", CallArg::Type::Value},
    {"use_causal_mask", CallArg::Type::Value},
};

constexpr Arg multi_head_attention_args[] = {
    {"num_heads", Kind::Dim, required, {}, "number of heads"},
    {"key_dim", Kind::Dim, required, {}, "size of each head's query and key"},
    {"value_dim", Kind::Dim, nullptr, {}, "size of each head's value; null: that of the key"},
    {"dropout", Kind::Float, 0.0, between(0, 1), "share of the scores that training sets to zero"},
    arg::use_bias,
    {"output_shape", Kind::Tuple, nullptr, at_least(1), "sizes of the output's last axes; null: that of the query"},
    {"attention_axes", Kind::Tuple, nullptr, {}, "axes that attention is over; null: all but batch, heads and features"},
    {"sliding_window", Kind::Dim, nullptr, {}, "how far attention reaches"},
    {"flash_attention", Kind::Bool, nullptr, {}, "whether flash attention is used"},
    arg::kernel_initializer,
    arg::bias_initializer,
    arg::kernel_regularizer,
    arg::bias_regularizer,
    arg::activity_regularizer,
    arg::kernel_constraint,
    arg::bias_constraint,
    {"use_gate", Kind::Bool, false, {}, "whether a gate is applied to the heads' output"},
    arg::seed,
};

// A projection as an EinsumDense does it: the last axis of the inputs becomes `outputs`.
void project(Call& call, std::string_view attribute, std::string_view name, const Shape& inputs, const Shape& outputs) {
  Call dense = call.scope(attribute, name);
  Shape kernel = inputs;
  for (const Dim dim : outputs) kernel.append(dim);
  dense.weight("kernel", kernel);
  if (call.flag("use_bias")) dense.weight("bias", outputs);
}

// How many keys each query meets: the product of the value's sizes along the axes that attention is over.
Dim attended(const Call& call, const Shape& value) {
  if (call.is_null("attention_axes")) return value.slice(1, value.rank() - 1).product();
  Dim result = 1;
  for (const int64_t axis : call.args().tuple("attention_axes")) {
    if (!value.has_axis(axis)) {
      call.fail(fmt::format("'attention_axes': axis {} is not one of the value's, whose shape is {}", axis,
                            to_text(value)));
    }
    result = result * value[static_cast<int>(axis)];
  }
  return result;
}

void check_same_positions(const Call& call, const Shape& value, const Shape& key) {
  const auto positions = [](const Shape& shape) { return shape.slice(1, shape.rank() - 1); };
  if (positions(value) == positions(key)) return;
  call.fail(fmt::format("expected value and key of equal sizes but the last, found {} and {}", to_text(value),
                        to_text(key)));
}

void multi_head_attention(Call& call) {
  const Shape query = call.input({.min_rank = 2});
  const auto value_tensor = call.tensor("value");
  if (!value_tensor) call.fail("expected to be called on a query and a value");
  const Shape value = value_tensor->shape;
  const auto key_tensor = call.tensor("key");
  const Shape key = key_tensor ? key_tensor->shape : value;
  check_same_positions(call, value, key);

  const Dim heads = call.dim("num_heads").as("heads");
  const Dim key_dim = call.dim("key_dim").as("key size");
  const Dim value_dim = call.is_null("value_dim") ? key_dim : call.dim("value_dim").as("value size");
  const Dim query_inputs = query.last().as("query inputs");
  const Dim key_inputs = key.last().as("key inputs");
  const Dim value_inputs = value.last().as("value inputs");
  Shape output{query_inputs};
  if (!call.is_null("output_shape")) output = call.window("output_shape", "output");

  project(call, "query_dense", "query", {query_inputs}, {heads, key_dim});
  project(call, "key_dense", "key", {key_inputs}, {heads, key_dim});
  if (call.flag("use_gate")) project(call, "gate_dense", "gate", {query_inputs}, {heads, value_dim});
  project(call, "value_dense", "value", {value_inputs}, {heads, value_dim});
  project(call, "output_dense", "attention_output", {heads, value_dim}, output);

  Structure<Shape> result = query;
  if (!call.is_null("output_shape")) {
    result.leaf = query.slice(0, query.rank() - 1);
    for (const Dim dim : output) result.leaf.append(dim);
  }
  if (call.option_flag("return_attention_scores", false)) {
    // Keras notes the query's length for both axes, whatever the value's is.
    const Shape scores{query.first(), heads, query[1], query[1]};
    call.output({Structure<Shape>::Kind::Tuple, {std::move(result), Structure<Shape>(scores)}});
  } else {
    call.output(std::move(result));
  }

  const Dim keys = attended(call, value);
  call.macs({query.positions(), query_inputs, heads, key_dim});
  call.macs({key.positions(), key_inputs, heads, key_dim});
  call.macs({value.positions(), value_inputs, heads, value_dim});
  if (call.flag("use_gate")) call.macs({query.positions(), query_inputs, heads, value_dim});
  call.macs({query.positions(), keys, heads, key_dim});
  call.macs({query.positions(), keys, heads, value_dim});
  call.macs({query.positions(), heads, value_dim, output.product()});
}

constexpr LayerEntry kLayers[] = {
    {"MultiHeadAttention", "keras.layers", Family::Attention, "attention by several heads, each with projections of its own",
     multi_head_attention_args, attention_call, multi_head_attention},
};

}  // namespace

std::span<const LayerEntry> attention_layers() { return kLayers; }

}  // namespace nnsummary
