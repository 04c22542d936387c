#include <fmt/format.h>

#include <algorithm>

#include "layers/families.h"

namespace nnsummary {
namespace {

constexpr Arg rescaling_args[] = {
    {"scale", Kind::Any, required, {}, "factor, a number or one for each channel"},
    {"offset", Kind::Any, 0.0, {}, "what is added, a number or one for each channel"},
};

constexpr Arg normalization_args[] = {
    {"axis", Kind::Tuple, -1, {.nullable = true}, "the axes that have a mean and a variance each; null: one for all"},
    {"mean", Kind::Any, nullptr, {}, "the mean, where it isn't learnt from data"},
    {"variance", Kind::Any, nullptr, {}, "the variance, where it isn't learnt from data"},
    {"invert", Kind::Bool, false, {}, "whether it undoes the normalization"},
};

// How deep lists of numbers are nested: the rank of the array that they stand for.
int rank_of(const Value* value) {
  int rank = 0;
  if (const Value* config = value->find("config")) value = config->find("value");
  while (value && value->is_list()) {
    ++rank;
    value = value->items().empty() ? nullptr : &value->items().front();
  }
  return rank;
}

void check_normalization(const Arguments& args) {
  if (args.is_null("mean") != args.is_null("variance")) {
    args.fail(args.is_null("mean") ? "variance" : "mean", "'mean' and 'variance' to be given both, or neither");
  }
  if (args.is_null("mean")) return;
  const size_t axes = args.is_null("axis") ? 0 : args.tuple("axis").size();
  const int rank = rank_of(args.find("mean"));
  if (rank != rank_of(args.find("variance"))) args.fail("variance", "the same shape as that of 'mean'");
  if (static_cast<size_t>(rank) > axes) args.fail("mean", fmt::format("no more than {} axes, as 'axis' has", axes));
}

void normalization(Call& call) {
  const Shape in = call.input();
  std::vector<int> axes;
  if (!call.is_null("axis")) {
    for (const int64_t axis : call.args().tuple("axis")) {
      if (!in.has_axis(axis)) {
        call.fail(fmt::format("axis {} is not one of the input's, whose shape is {}", axis, to_text(in)));
      }
      axes.push_back(in.index(static_cast<int>(axis)));
    }
  }
  std::sort(axes.begin(), axes.end());
  Shape kept;
  for (const int axis : axes) {
    const std::string name = axes.size() == 1 ? "features" : fmt::format("size of axis {}", axis);
    kept.append(in[axis].as(name.c_str()));
  }
  if (call.is_null("mean")) {
    call.weight("mean", kept, {.trainable = false});
    call.weight("variance", kept, {.trainable = false});
    call.weight("count", {}, {.trainable = false, .dtype = DType::Int64});
  } else if (!kept.fully_known()) {
    call.fail("expected the sizes along 'axis' to be known, found the shape " + to_text(in));
  }
  call.output(in);
}

constexpr LayerEntry kLayers[] = {
    {"Rescaling", "keras.layers", Family::Preprocessing, "multiplies by a scale and adds an offset", rescaling_args,
     one_input, same_shape},
    {"Normalization", "keras.layers", Family::Preprocessing, "brings features to mean 0 and variance 1",
     normalization_args, one_input, normalization, check_normalization},
};

}  // namespace

std::span<const LayerEntry> preprocessing_layers() { return kLayers; }

}  // namespace nnsummary
