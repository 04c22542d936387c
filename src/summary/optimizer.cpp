#include "summary/optimizer.h"

#include <fmt/format.h>

#include <algorithm>

#include "summary/pattern.h"

namespace nnsummary {
namespace {

using Weights = std::vector<TrainedWeight>;

constexpr unsigned kInt64Bits = 64;
constexpr unsigned kFloat32Bits = 32;

Count size_of(const Shape& shape) {
  Count result = 1;
  for (const Dim dim : shape) result *= static_cast<uint64_t>(dim.value().get());
  return result;
}

// What limits the cost of an optimizer's patterns, and of optimizers in each other.
struct Sizing {
  MatchBudget& matching;
  int depth = 0;
};

// The configuration of an optimizer and the size of its state so far.
class OptimizerState {
 public:
  OptimizerState(const Value& config, const Weights& weights, Sizing sizing)
      : config_(config), weights_(weights), sizing_(sizing) {}

  const Value* option(std::string_view name) const { return config_.find(name); }
  bool is_on(std::string_view name) const {
    const Value* value = option(name);
    return value && is_true(*value);
  }
  const Weights& weights() const { return weights_; }
  MatchBudget& matching() { return sizing_.matching; }

  void add(Count count, unsigned bits_each) {
    size_.params += count;
    size_.bits += count * bits_each;
  }
  void add(const OptimizerSize& other) {
    size_.params += other.params;
    size_.bits += other.bits;
  }
  // Adds a value of the same size and type as the weight.
  void add_slot(const TrainedWeight& weight) { add(size_of(weight.shape), bits(weight.dtype)); }
  void add_slots() {
    for (const TrainedWeight& weight : weights_) {
      if (!weight.overwritten) add_slot(weight);
    }
  }
  // Adds the iteration count and, unless there is a schedule, the learning rate.
  void add_base() {
    add(1, kInt64Bits);
    const Value* rate = option("learning_rate");
    if (!rate || !rate->is_object()) add(1, kFloat32Bits);
  }
  OptimizerSize size() const { return size_; }

 private:
  const Value& config_;
  const Weights& weights_;
  Sizing sizing_;
  OptimizerSize size_;
};

// Adds the product of past learning rates, in the type of the first weight.
void add_nadam(OptimizerState& state) {
  const Weights& weights = state.weights();
  state.add(1, weights.empty() ? kFloat32Bits : bits(weights.front().dtype));
}

// Keeps one row and one column for a matrix, and two numbers for a weight of lower rank.
void add_adafactor(OptimizerState& state) {
  for (const TrainedWeight& weight : state.weights()) {
    if (weight.overwritten) continue;
    const int rank = weight.shape.rank();
    if (rank < 2) {
      state.add(2, kFloat32Bits);
    } else {
      state.add(size_of(weight.shape.without(rank - 1)) + size_of(weight.shape.without(rank - 2)), bits(weight.dtype));
    }
  }
}

// The patterns of an option, compiled on first use, as Keras does.
class Patterns {
 public:
  explicit Patterns(const Value* list)
      : items_(list ? list->items() : std::span<const Value>()), compiled_(items_.size()) {}

  bool any_matches(const std::string& path, MatchBudget& budget) {
    for (size_t i = 0; i < items_.size(); ++i) {
      if (!items_[i].is_string()) continue;
      if (!compiled_[i]) compiled_[i].emplace(std::string(items_[i].string()), Pattern::Match::Anywhere);
      if (compiled_[i]->matches(path, budget)) return true;
    }
    return false;
  }

 private:
  std::span<const Value> items_;
  std::vector<std::optional<Pattern>> compiled_;
};

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c | 0x20 : c; });
  return text;
}

// Adds a second slot for each weight that Muon leaves to Adam: those that aren't matrices, embeddings, and excluded
// layers.
void add_muon(OptimizerState& state) {
  const Value* exclude_embeddings = state.option("exclude_embeddings");
  const bool without_embeddings = !exclude_embeddings || state.is_on("exclude_embeddings");
  Patterns excluded(state.option("exclude_layers"));
  for (const TrainedWeight& weight : state.weights()) {
    const bool embedding = without_embeddings && lowered(weight.path).find("embedding") != std::string::npos;
    const bool by_adam = weight.shape.rank() != 2 || embedding || excluded.any_matches(weight.path, state.matching());
    if (by_adam && !weight.overwritten) state.add_slot(weight);
  }
}

struct Optimizer {
  std::string_view name;
  int slots;                    // values per trained parameter
  std::string_view more_slots;  // options that add one slot each
  void (*add)(OptimizerState&) = nullptr;
};

// Slots as in the build() methods of keras/src/optimizers.
constexpr Optimizer kOptimizers[] = {
    {"SGD", 0, "momentum"},
    {"RMSprop", 1, "momentum centered"},
    {"Adam", 2, "amsgrad"},
    {"AdamW", 2, "amsgrad"},
    {"Adadelta", 2, ""},
    {"Adagrad", 1, ""},
    {"Adamax", 2, ""},
    {"Adafactor", 1, "", add_adafactor},
    {"Nadam", 2, "", add_nadam},
    {"Ftrl", 2, ""},
    {"Lion", 1, ""},
    {"Lamb", 2, ""},
    {"Muon", 1, "", add_muon},
    {"ScheduleFreeAdamW", 2, ""},
};
constexpr std::string_view kCommonSlots = "use_ema gradient_accumulation_steps";

void add_optional_slots(OptimizerState& state, std::string_view options) {
  while (!options.empty()) {
    const size_t end = std::min(options.find(' '), options.size());
    if (state.is_on(options.substr(0, end))) state.add_slots();
    options.remove_prefix(std::min(end + 1, options.size()));
  }
}

OptimizerSize plain_size(const Optimizer& optimizer, const Value& config, const Weights& weights, Sizing sizing) {
  OptimizerState state(config, weights, sizing);
  state.add_base();
  for (int i = 0; i < optimizer.slots; ++i) state.add_slots();
  add_optional_slots(state, optimizer.more_slots);
  add_optional_slots(state, kCommonSlots);
  if (optimizer.add) optimizer.add(state);
  return state.size();
}

struct UnknownOptimizer {
  std::string name;
};

OptimizerSize size_of_optimizer(const Value& optimizer, const Weights& weights, Sizing sizing);

// Returns the size of a wrapper around another optimizer: its own iteration count and learning rate, the loss scale and
// the step counter.
OptimizerSize loss_scale_size(const Value& config, const Weights& weights, Sizing sizing) {
  OptimizerState state(config, weights, sizing);
  state.add(2, kInt64Bits);
  state.add(2, kFloat32Bits);
  if (const Value* inner = config.find("inner_optimizer")) state.add(size_of_optimizer(*inner, weights, sizing));
  return state.size();
}

// Returns the size of several optimizers. Each trains the weights whose path matches its pattern; the default optimizer
// trains the rest.
OptimizerSize multi_size(const Value& config, const Weights& weights, Sizing sizing) {
  OptimizerState state(config, weights, sizing);
  state.add_base();
  const Value* map = config.find("optimizer_map");
  const Value* details = map ? map->find("config") : nullptr;
  const Value* patterns = details ? details->find("optimizer_map") : nullptr;
  Weights rest = weights;
  for (const Member& member : patterns ? patterns->members() : std::span<const Member>()) {
    const Pattern pattern{std::string(member.key), Pattern::Match::Whole};
    const auto own = std::stable_partition(rest.begin(), rest.end(), [&](const TrainedWeight& weight) {
      return !pattern.matches(weight.path, sizing.matching);
    });
    state.add(size_of_optimizer(member.value, Weights(own, rest.end()), sizing));
    rest.erase(own, rest.end());
  }
  const Value* others = details ? details->find("default_optimizer") : nullptr;
  if (others) state.add(size_of_optimizer(*others, rest, sizing));
  return state.size();
}

OptimizerSize size_of_optimizer(const Value& optimizer, const Weights& weights, Sizing sizing) {
  constexpr int kDeepest = 32;
  if (++sizing.depth > kDeepest)
    throw std::invalid_argument(fmt::format("optimizers are nested deeper than {} levels", kDeepest));
  const Value* found = optimizer.find("config");
  const Value none;
  const Value& config = found ? *found : none;
  std::string_view name = optimizer.is_string() ? optimizer.string() : optimizer.string_of("class_name");
  // TensorFlow registers its own optimizers in the way of custom classes.
  constexpr std::string_view kRegistered = "Custom>";
  if (name.starts_with(kRegistered)) name.remove_prefix(kRegistered.size());
  if (name == "LossScaleOptimizer") return loss_scale_size(config, weights, sizing);
  if (name == "MultiOptimizer") return multi_size(config, weights, sizing);
  for (const Optimizer& known : kOptimizers) {
    // A bare name may be in lower case.
    const bool same =
        optimizer.is_string() ? lowered(std::string(known.name)) == lowered(std::string(name)) : known.name == name;
    if (same) return plain_size(known, config, weights, sizing);
  }
  throw UnknownOptimizer{std::string(name)};
}

}  // namespace

const Value& optimizer_of(const Value& compile_config) {
  static constexpr Value kDefault = Value::of_string("rmsprop");
  const Value* given = compile_config.find("optimizer");
  return given ? *given : kDefault;
}

const Value& optimizer_of_training(const Value& training_config) {
  static constexpr Value kNone;
  const Value* given = training_config.find("optimizer_config");
  return given ? *given : kNone;
}

std::optional<OptimizerSize> optimizer_size(const Value& optimizer, const Weights& weights, Subject model,
                                            Report& report, std::string& unknown) {
  try {
    if (optimizer.is_null()) throw std::invalid_argument("expected an optimizer, found null");
    MatchBudget matching;
    return size_of_optimizer(optimizer, weights, {matching});
  } catch (const UnknownOptimizer& error) {
    const bool of_keras = optimizer.is_string() || optimizer.string_of("module").starts_with("keras");
    if (of_keras) report.error(&optimizer, model, fmt::format("Keras has no optimizer '{}'", error.name));
    unknown = error.name;
  } catch (const std::invalid_argument& error) {
    report.error(&optimizer, model, error.what());
  }
  return std::nullopt;
}

}  // namespace nnsummary
