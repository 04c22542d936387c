#pragma once

#include <deque>

#include "infer/walk.h"

namespace nnsummary {

// One run of a layer's entry: what a Call reads and writes.
struct Frame {
  Walk& walk;
  LayerState& layer;
  const BoundArguments& arguments;
  bool declaring;  // weights are declared: the layer isn't built yet
  int depth;
  bool making = false;  // there are no inputs: it is only made, with the layers inside it

  std::optional<Structure<Tensor>> result{};
  Macs macs{};
  std::deque<Frame> scopes{};  // of sublayers that are no entries of their own
  struct Adapted {
    std::string name;
    Shape shape;
  };
  std::vector<Adapted> adapted{};  // kernels that LoRA is to be added to, once all else is declared
};

void declare_weight(Frame& frame, std::string_view name, const Shape& shape, const WeightRule& rule);

// A kernel as the layer's policy and its LoRA arguments have it: the modifiers that the entries know nothing of.
void declare_kernel(Frame& frame, std::string_view name, const Shape& shape, const KernelRule& rule);

// What LoRA adds to a layer's kernels, after all that the entry declared.
void declare_lora(Frame& frame);

}  // namespace nnsummary
