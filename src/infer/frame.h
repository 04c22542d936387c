#pragma once

#include <deque>

#include "infer/walk.h"

namespace nnsummary {

// One run of a layer's entry: everything that a Call reads and writes.
struct Frame {
  Walk& walk;
  LayerState& layer;
  const BoundArguments& arguments;
  bool declaring;  // the layer isn't built yet: declare its weights
  int depth;
  bool creating = false;  // only create the sublayers: there are no inputs yet

  std::optional<Structure<Tensor>> result{};
  Macs macs{};
  std::deque<Frame> scopes{};  // of sublayers without an entry of their own
  struct Adapted {
    std::string name;
    Shape shape;
  };
  std::vector<Adapted> adapted{};  // kernels that get LoRA weights after all other weights
};

void declare_weight(Frame& frame, std::string_view name, const Shape& shape, const WeightRule& rule);

// Declares a kernel with the weights that quantization adds to it, as the layer's dtype policy requires.
void declare_kernel(Frame& frame, std::string_view name, const Shape& shape, const KernelRule& rule);

// Declares the LoRA weights of the layer's kernels, after all other weights of the layer.
void declare_lora(Frame& frame);

}  // namespace nnsummary
