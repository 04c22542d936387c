#include <fmt/format.h>

#include "layers/families.h"
#include "layers/masks.h"
#include "layers/recurrence.h"

namespace nnsummary {
namespace {

using Tensors = Structure<Tensor>;

constexpr Arg bidirectional_args[] = {
    {"layer", Kind::Layer, required, {}, "recurrent layer for the forward direction"},
    {"merge_mode",
     Kind::String,
     "concat",
     {.options = "sum|mul|ave|concat", .nullable = true},
     "how to combine the two outputs; null to return both"},
    {"weights", Kind::Any, nullptr, {}, "initial values"},
    {"backward_layer",
     Kind::Layer,
     nullptr,
     {},
     "recurrent layer for the backward direction; null for a copy of the forward one"},
};

std::string directed_name(std::string_view direction, const Value& layer) {
  const Value* config = layer.find("config");
  std::string_view name = config ? config->string_of("name") : std::string_view();
  if (name.starts_with(direction)) name.remove_prefix(direction.size());
  return std::string(direction) + std::string(name);
}

bool flag_of(const Value& layer, std::string_view name) {
  const Value* config = layer.find("config");
  const Value* flag = config ? config->find(name) : nullptr;
  return flag && flag->is_bool() && flag->boolean();
}

// Refuses a layer that can't run backwards.
void check_direction(const Arguments& args, std::string_view name) {
  const Value* layer = args.find(name);
  if (!layer || layer->is_null()) return;
  const std::string_view class_name = layer->string_of("class_name");
  const LayerEntry* entry = find_layer(class_name, layer->string_of("module"));
  const bool is_other = (entry && !find_arg(entry->args, "go_backwards")) || class_name == "Sequential";
  if (is_other) args.fail(name, "a recurrent layer, which has 'go_backwards'");
}

// A separate backward layer must run in the other direction and return the same outputs as the forward layer.
void check_bidirectional(const Arguments& args) {
  check_direction(args, "layer");
  check_direction(args, "backward_layer");
  const Value& forward = *args.find("layer");
  const Value* backward = args.find("backward_layer");
  const auto is_known = [](const Value& layer) {
    return find_layer(layer.string_of("class_name"), layer.string_of("module")) != nullptr;
  };
  if (!backward || backward->is_null() || !is_known(forward) || !is_known(*backward)) return;
  if (flag_of(forward, "go_backwards") == flag_of(*backward, "go_backwards")) {
    args.fail("backward_layer", "a layer with another 'go_backwards' than 'layer' has");
  }
  for (const std::string_view same : {"stateful", "return_sequences", "return_state"}) {
    if (flag_of(forward, same) == flag_of(*backward, same)) continue;
    args.fail("backward_layer", fmt::format("a layer with the same '{}' as 'layer' has", same));
  }
}

// Combines the outputs of both directions by `merge_mode`, followed by the states of both.
std::vector<Tensors> merged_directions(const Call& call, const Tensors& returned) {
  const bool has_states = returned.kind == Tensors::Kind::Tuple;
  const Tensors output = has_states ? returned.items.front() : returned;
  std::vector<Tensors> result{output};
  if (call.is_null("merge_mode")) {
    result.push_back(output);
  } else if (call.string("merge_mode") == "concat") {
    Shape& shape = result[0].leaf.shape;
    shape = shape.with_last(shape.last() * 2);
  }
  for (int direction = 0; has_states && direction < 2; ++direction) {
    result.insert(result.end(), returned.items.begin() + 1, returned.items.end());
  }
  return result;
}

void bidirectional(Call& call) {
  const Value& layer = *call.args().find("layer");
  const Value* backward_layer = call.args().find("backward_layer");
  const bool has_own = backward_layer && !backward_layer->is_null();
  Sublayer forward = call.sublayer("forward_layer", layer, directed_name("forward_", layer));
  Sublayer backward = has_own ? call.sublayer("backward_layer", *backward_layer)
                              : call.sublayer("backward_layer", layer, directed_name("backward_", layer));
  const Tensor input{call.input(), call.compute_dtype()};
  const Tensors returned = forward.call(input);
  backward.call(input);
  std::vector<Tensors> result = merged_directions(call, returned);
  if (result.size() == 1) return call.output_tensors(result.front());
  call.output_tensors({Tensors::Kind::Tuple, std::move(result)});
}

constexpr Arg layer_args[] = {
    {"layer", Kind::Layer, required, {}, "layer to wrap"},
};

void time_distributed(Call& call) {
  Sublayer layer = call.sublayer("layer", *call.args().find("layer"));
  const Shape in = call.input({.min_rank = 3});
  const Tensors step = layer.call(Tensor{in.without(1), call.compute_dtype()}, in[1].as("steps"));
  if (step.kind != Tensors::Kind::Leaf) call.fail("expected the layer inside to return one tensor");
  call.output(step.leaf.shape.inserted(1, in[1]));
}

// A base class: it can be built, but has no call method.
void wrapper(Call& call) {
  Sublayer layer = call.sublayer("layer", *call.args().find("layer"));
  layer.call(Tensor{call.input(), call.compute_dtype()});
}

constexpr Arg spectral_normalization_args[] = {
    {"layer", Kind::Layer, required, {}, "layer whose kernel is normalized"},
    {"power_iterations", Kind::Int, 1, at_least(1), "number of power iterations"},
};

void spectral_normalization(Call& call) {
  Sublayer layer = call.sublayer("layer", *call.args().find("layer"));
  const Shape in = call.input({.min_rank = 1, .pinned = -1});
  const Tensors returned = layer.call(Tensor{in, call.compute_dtype()});
  const Shape* kernel = layer.weight("kernel");
  if (!kernel) kernel = layer.weight("embeddings");
  if (!kernel) call.fail(fmt::format("the layer '{}' inside has no kernel to normalize", layer.name()));
  call.weight("vector_u", {1, kernel->last()}, {.trainable = false});
  call.output_tensors(returned);
}

constexpr LayerEntry kLayers[] = {
    with_mask(bidirectional_mask,
              {"Bidirectional", "keras.layers", Family::Recurrent, "runs a recurrent layer in both directions",
               bidirectional_args, sequence_call, bidirectional, check_bidirectional}),
    with_mask(pass_mask, {"TimeDistributed", "keras.layers", Family::Recurrent, "applies a layer to each timestep",
                          layer_args, input_and_mask, time_distributed}),
    {"Wrapper", "keras.layers", Family::Core, "the base class of layers that wrap another layer", layer_args, one_input,
     wrapper},
    {.name = "SpectralNormalization",
     .module = "keras.layers",
     .family = Family::Normalization,
     .doc = "keeps the spectral norm of a layer's kernel at 1",
     .args = spectral_normalization_args,
     .call_args = one_input,
     .run = spectral_normalization,
     .stores_kernel_twice = true},
};

}  // namespace

std::span<const LayerEntry> wrapper_layers() { return kLayers; }

}  // namespace nnsummary
