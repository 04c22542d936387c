#include "layers/common_args.h"
#include "layers/families.h"
#include "layers/masks.h"

namespace nnsummary {
namespace {

constexpr Arg input_dim{"input_dim", Kind::Dim, required, {}, "size of the vocabulary"};
constexpr Arg output_dim{"output_dim", Kind::Dim, required, {}, "size of the vectors"};
constexpr Arg initializer{"embeddings_initializer", Kind::Initializer, "uniform", {}, "initial values of the vectors"};
constexpr Arg regularizer{"embeddings_regularizer", Kind::Regularizer, nullptr, {}, "penalty on the vectors"};
constexpr Arg constraint{"embeddings_constraint", Kind::Constraint, nullptr, {}, "limits on the vectors"};
constexpr Arg mask_zero{"mask_zero", Kind::Bool, false, {}, "whether 0 is padding, to be masked"};
constexpr Arg weights{"weights", Kind::Any, nullptr, {}, "initial values"};
constexpr Arg input_length{"input_length", Kind::Any, nullptr, {}, "unused"};

constexpr Arg embedding_args[] = {
    input_dim, output_dim, initializer,    regularizer,     arg::activity_regularizer, constraint,
    mask_zero, weights,    arg::lora_rank, arg::lora_alpha, arg::quantization_config,  input_length,
};

constexpr Arg reversible_embedding_args[] = {
    input_dim,
    output_dim,
    {"tie_weights", Kind::Bool, true, {}, "whether the reverse projection uses the same vectors"},
    initializer,
    regularizer,
    constraint,
    mask_zero,
    {"reverse_dtype", Kind::Any, nullptr, {}, "dtype of the reverse projection"},
    {"logit_soft_cap", Kind::Float, nullptr, {}, "soft limit of the reverse projection's output"},
    arg::activity_regularizer,
    weights,
    arg::lora_rank,
    arg::lora_alpha,
    arg::quantization_config,
    input_length,
};

constexpr CallArg reversible_call[] = {{"inputs"}, {"reverse", CallArg::Type::Value}};

Shape with_appended(Shape shape, Dim dim) {
  shape.append(dim);
  return shape;
}

void declare_embeddings(Call& call) {
  call.kernel("embeddings", {call.dim("input_dim"), call.dim("output_dim")}, {.form = KernelRule::Form::Table});
}

void embedding(Call& call) {
  const Shape in = call.input();
  declare_embeddings(call);
  call.output(with_appended(in, call.dim("output_dim")));
}

void reversible_embedding(Call& call) {
  const Shape in = call.input();
  const Dim inputs = call.dim("input_dim");
  const Dim outputs = call.dim("output_dim");
  declare_embeddings(call);
  if (!call.flag("tie_weights")) {
    call.kernel("reverse_embeddings", {outputs, inputs}, {.form = KernelRule::Form::Reverse});
  }
  if (!call.option_flag("reverse", false)) return call.output(with_appended(in, outputs));
  if (in.rank() == 0) call.fail("expected an input of rank 1 or more to reverse");
  call.output(in.with_last(inputs));
  call.macs({in.positions(), outputs, inputs});
}

constexpr LayerEntry kLayers[] = {
    with_mask(embedding_mask,
              without_autocast({"Embedding", "keras.layers", Family::Core, "maps integers to learned vectors",
                                embedding_args, one_input, embedding})),
    without_autocast({"ReversibleEmbedding", "keras.layers", Family::Core,
                      "an embedding that can also project vectors back to integers", reversible_embedding_args,
                      reversible_call, reversible_embedding}),
};

}  // namespace

std::span<const LayerEntry> embedding_layers() { return kLayers; }

}  // namespace nnsummary
