#include <fmt/format.h>

#include <algorithm>

#include "layers/common_args.h"
#include "layers/families.h"
#include "layers/masks.h"

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

constexpr Arg dropout{"dropout", Kind::Float, 0.0, {}, "fraction of the attention scores to drop during training"};
constexpr Arg sliding_window{
    "sliding_window", Kind::Dim, nullptr, {}, "size of the window that attention is limited to"};
constexpr Arg flash_attention{"flash_attention", Kind::Bool, nullptr, {}, "whether to use flash attention"};
constexpr Arg use_gate{"use_gate", Kind::Bool, false, {}, "whether to apply a gate to the heads' output"};

// Arguments that apply to all four projections.
constexpr auto projections = join(arg::initializers, arg::regularizers, arg::constraints, use_gate, arg::seed);

constexpr Arg head_args[] = {
    {"num_heads", Kind::Dim, required, {}, "number of heads"},
    {"key_dim", Kind::Dim, required, {}, "size of each head's queries and keys"},
    {"value_dim", Kind::Dim, nullptr, {}, "size of each head's values; null for the size of the keys"},
};
constexpr Arg output_shape{"output_shape", Kind::Tuple, nullptr, at_least(1),
                           "sizes of the output's last axes; null for the query's last size"};
constexpr Arg attention_axes{"attention_axes",
                             Kind::Tuple,
                             nullptr,
                             {},
                             "axes to apply attention over; null for all but batch, heads and features"};

constexpr auto multi_head_attention_args =
    join(head_args, dropout, arg::use_bias, output_shape, attention_axes, sliding_window, flash_attention, projections);

// A projection that Keras does by an EinsumDense: the last axes of the input become `outputs`.
void project(Call& call, std::string_view attribute, std::string_view name, const Shape& inputs, const Shape& outputs,
             int rank) {
  Call dense = call.scope(attribute, name);
  KernelRule rule{.form = KernelRule::Form::Matrix, .zero_point = "zero_point"};
  Shape kernel = inputs;
  for (int i = 0; i < inputs.rank(); ++i) rule.reduced.push_back(i);
  for (int i = outputs.rank(); i < rank; ++i) rule.scale.append(1);
  for (const Dim dim : outputs) {
    kernel.append(dim);
    rule.scale.append(dim);
  }
  dense.kernel("kernel", kernel, rule);
  if (call.flag("use_bias")) dense.weight("bias", outputs);
}

// Returns the number of keys per query: the product of the value's sizes along the attention axes.
Dim attended(const Call& call, const Shape& value) {
  if (call.is_null("attention_axes")) return value.slice(1, value.rank() - 1).product();
  Dim result = 1;
  for (const Integer axis : call.args().tuple("attention_axes")) {
    if (!value.has_axis(axis)) {
      call.fail(
          fmt::format("'attention_axes': axis {} is not one of the value's, whose shape is {}", axis, to_text(value)));
    }
    result = result * value[value.axis(axis)];
  }
  return result;
}

// Each head computes a score for each pair of positions of query and value along the attention axes.
Shape scores_of(const Call& call, const Shape& query, const Shape& value, Dim heads) {
  std::vector<int> axes;
  for (int axis = 1; call.is_null("attention_axes") && axis < query.rank() - 1; ++axis) axes.push_back(axis);
  if (!call.is_null("attention_axes")) {
    for (const Integer axis : call.args().tuple("attention_axes")) axes.push_back(query.axis(axis));
  }
  std::vector<bool> attended(static_cast<size_t>(query.rank()), false);
  for (const int axis : axes) attended[static_cast<size_t>(axis)] = true;
  Shape result;
  for (int axis = 0; axis < query.rank() - 1; ++axis) {
    if (!attended[static_cast<size_t>(axis)]) result.append(query[axis]);
  }
  result.append(heads);
  for (const int axis : axes) result.append(query[axis]);
  for (const int axis : axes) result.append(value[axis]);
  return result;
}

void check_same_positions(const Call& call, const Shape& value, const Shape& key) {
  const auto positions = [](const Shape& shape) { return shape.slice(1, shape.rank() - 1); };
  if (positions(value) == positions(key)) return;
  call.fail(
      fmt::format("expected value and key of equal sizes but the last, found {} and {}", to_text(value), to_text(key)));
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

  const int rank = query.rank() + 1;
  project(call, "query_dense", "query", {query_inputs}, {heads, key_dim}, rank);
  project(call, "key_dense", "key", {key_inputs}, {heads, key_dim}, key.rank() + 1);
  if (call.flag("use_gate")) project(call, "gate_dense", "gate", {query_inputs}, {heads, value_dim}, rank);
  project(call, "value_dense", "value", {value_inputs}, {heads, value_dim}, value.rank() + 1);
  project(call, "output_dense", "attention_output", {heads, value_dim}, output, query.rank() - 1 + output.rank());

  Structure<Shape> result = query;
  if (!call.is_null("output_shape")) {
    result.leaf = query.slice(0, query.rank() - 1);
    for (const Dim dim : output) result.leaf.append(dim);
  }
  if (call.option_flag("return_attention_scores", false)) {
    // Keras 3 computes this shape with the query's length for both axes.
    const Shape noted{query.first(), heads, query[1], query[1]};
    const Shape scores = call.era() == Era::Keras3 ? noted : scores_of(call, query, value, heads);
    call.output({Structure<Shape>::Kind::Tuple, {std::move(result), Structure<Shape>(scores)}});
  } else {
    call.output(result);
  }

  const Dim keys = attended(call, value).as("keys");
  call.macs({query.positions(), query_inputs, heads, key_dim});
  call.macs({key.positions(), key_inputs, heads, key_dim});
  call.macs({value.positions(), value_inputs, heads, value_dim});
  if (call.flag("use_gate")) call.macs({query.positions(), query_inputs, heads, value_dim});
  call.macs({query.positions(), keys, heads, key_dim});
  call.macs({query.positions(), keys, heads, value_dim});
  call.macs({query.positions(), heads, value_dim, output.product()});
}

constexpr Arg shared_head_args[] = {
    {"head_dim", Kind::Dim, required, {}, "size of each head"},
    {"num_query_heads", Kind::Dim, required, {}, "number of query heads"},
    {"num_key_value_heads",
     Kind::Dim,
     required,
     {},
     "number of key and value heads, each shared by a group of query heads"},
};
constexpr auto grouped_query_attention_args =
    join(shared_head_args, dropout, arg::use_bias, sliding_window, flash_attention, projections);

void check_heads(const Arguments& args) {
  if (args.integer("num_query_heads") % args.integer("num_key_value_heads") == 0) return;
  args.fail("num_query_heads",
            fmt::format("a multiple of 'num_key_value_heads', which is {}", args.integer("num_key_value_heads")));
}

void grouped_query_attention(Call& call) {
  const Shape query = call.input({.rank = 3});
  const auto value_tensor = call.tensor("value");
  if (!value_tensor) call.fail("expected to be called on a query and a value");
  const Shape value = value_tensor->shape;
  const auto key_tensor = call.tensor("key");
  const Shape key = key_tensor ? key_tensor->shape : value;
  if (value.rank() != 3 || key.rank() != 3) {
    call.fail(fmt::format("expected value and key of rank 3, found {} and {}", to_text(value), to_text(key)));
  }
  check_same_positions(call, value, key);
  if (!(query.last() == value.last())) {
    call.fail(fmt::format("expected query and value of equal size along the last axis, found {} and {}", to_text(query),
                          to_text(value)));
  }

  const Dim size = call.dim("head_dim").as("head size");
  const Dim heads = call.dim("num_query_heads").as("query heads");
  const Dim few_heads = call.dim("num_key_value_heads").as("key heads");
  const Dim features = query.last().as("features");
  const Dim key_features = key.last().as("key features");
  const bool gated = call.flag("use_gate");
  project(call, "query_dense", "query", {features}, {heads, size}, 4);
  project(call, "key_dense", "key", {key_features}, {few_heads, size}, 4);
  if (gated) project(call, "gate_dense", "gate", {features}, {heads, size}, 4);
  project(call, "value_dense", "value", {features}, {few_heads, size}, 4);
  project(call, "output_dense", "attention_output", {heads, size}, {features}, 3);

  Structure<Shape> result = query;
  if (call.option_flag("return_attention_scores", false)) {
    const Shape scores{query.first(), heads, query[1], key[1]};
    result = {Structure<Shape>::Kind::Tuple, {result, Structure<Shape>(scores)}};
  }
  call.output(result);

  call.macs({query.positions(), features, heads, size, gated ? 2 : 1});
  call.macs({key.positions(), key_features, few_heads, size});
  call.macs({value.positions(), features, few_heads, size});
  call.macs({query.positions(), key[1].as("keys"), heads, size, 2});
  call.macs({query.positions(), heads, size, features});
}

constexpr CallArg list_call[] = {
    {"inputs", CallArg::Type::Tensors},        {"mask", CallArg::Type::Mask},
    {"training", CallArg::Type::Value},        {"return_attention_scores", CallArg::Type::Value},
    {"use_causal_mask", CallArg::Type::Value},
};

constexpr Arg attention_args[] = {
    {"use_scale", Kind::Bool, false, {}, "whether to multiply the scores by a learned number"},
    {"score_mode", Kind::String, "dot", one_of("dot|concat"), "how to compute the scores"},
    dropout,
    arg::seed,
};

constexpr Arg additive_attention_args[] = {
    {"use_scale", Kind::Bool, true, {}, "whether to multiply the scores by a learned vector"},
    dropout,
    arg::seed,
};

struct AttentionInputs {
  Shape query, value, key;
};

AttentionInputs attention_inputs(const Call& call) {
  const Structure<Tensor>& inputs = call.inputs();
  const size_t count = inputs.items.size();
  if (inputs.kind != Structure<Tensor>::Kind::List || count < 2 || count > 3) {
    call.fail("expected to be called on a list: [query, value] or [query, value, key]");
  }
  const Structure<Tensor>* mask = call.tensors("mask");
  if (mask && (mask->kind != Structure<Tensor>::Kind::List || mask->items.size() < 2 || mask->items.size() > 3)) {
    call.fail("expected 'mask' to be a list: [query_mask, value_mask] or [query_mask, value_mask, key_mask]");
  }
  AttentionInputs result{inputs.items[0].leaf.shape, inputs.items[1].leaf.shape, inputs.items.back().leaf.shape};
  if (count == 2) result.key = result.value;
  for (const Shape& shape : {result.query, result.value, result.key}) {
    if (shape.rank() < 2) call.fail("expected inputs of rank 2 or more, found the shape " + to_text(shape));
  }
  return result;
}

void attend(Call& call, const AttentionInputs& in, bool by_product) {
  Structure<Shape> result = in.query.with_last(in.value.last());
  if (call.option_flag("return_attention_scores", false)) {
    const Shape scores = in.query.with_last(in.key[-2]);
    result = {Structure<Shape>::Kind::Tuple, {result, Structure<Shape>(scores)}};
  }
  call.output(result);
  const Dim positions = call.leaf(in.query.slice(0, in.query.rank() - 1).product(), "positions");
  const Dim keys = call.leaf(in.key[-2], "keys");
  if (by_product) call.macs({positions, call.leaf(in.query.last(), "features"), keys});
  call.macs({positions, keys, call.leaf(in.value.last(), "value features")});
}

void attention(Call& call) {
  const AttentionInputs in = attention_inputs(call);
  const bool by_product = call.string("score_mode") == "dot";
  if (call.flag("use_scale")) call.weight("scale", {});
  if (!by_product) call.weight("concat_score_weight", {});
  attend(call, in, by_product);
}

void additive_attention(Call& call) {
  const AttentionInputs in = attention_inputs(call);
  if (call.flag("use_scale")) call.weight("scale", {call.leaf(in.query.last(), "features")});
  attend(call, in, false);
}

constexpr LayerEntry kLayers[] = {
    with_mask(pass_mask, {"MultiHeadAttention",
                          "keras.layers",
                          Family::Attention,
                          "attention with several heads",
                          multi_head_attention_args,
                          attention_call,
                          multi_head_attention,
                          nullptr,
                          Build::OnCall,
                          {},
                          "Softmax Dropout"}),
    with_mask(pass_mask, {"GroupQueryAttention", "keras.layers", Family::Attention,
                          "multi-head attention in which groups of query heads share keys and values",
                          grouped_query_attention_args, attention_call, grouped_query_attention, check_heads,
                          Build::OnCall, "GroupedQueryAttention", "Softmax Dropout"}),
    with_mask(attention_mask, {"Attention", "keras.layers", Family::Attention, "dot-product attention", attention_args,
                               list_call, attention}),
    with_mask(attention_mask, {"AdditiveAttention", "keras.layers", Family::Attention, "additive attention",
                               additive_attention_args, list_call, additive_attention}),
};

}  // namespace

std::span<const LayerEntry> attention_layers() { return kLayers; }

}  // namespace nnsummary
