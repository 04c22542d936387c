#include "verify/match.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace nnsummary {
namespace {

// The position of a weight within its layer, in any naming scheme.
struct Position {
  std::string sublayer;  // path of the sublayer: "cell/", or "" for the layer itself
  size_t index = 0;      // index among the sublayer's weights
  std::string name;      // "kernel", or "0" if weights are numbered
};

template <typename Weight>
struct Item {
  const Weight* weight;
  Position position;
  bool matched = false;
};
using Inferred = Item<WeightSummary>;
using Stored = Item<StoredWeight>;

std::string description_of(const WeightSummary& weight) {
  TensorShape shape;
  shape.sizes.assign(weight.shape.begin(), weight.shape.end());
  return fmt::format("{} {}", to_text(shape), to_text(weight.dtype));
}

bool same_shape(const Inferred& a, const Stored& b) {
  return std::equal(a.weight->shape.begin(), a.weight->shape.end(), b.weight->shape.begin(), b.weight->shape.end(),
                    [](int64_t x, uint64_t y) { return static_cast<uint64_t>(x) == y; });
}

// Types that HDF5 lacks are stored as raw bytes: they match any type.
bool same_type(const Inferred& a, const Stored& b) {
  return to_text(a.weight->dtype) == b.weight->dtype || b.weight->dtype == "other";
}

// Returns the last part of a path, without the output number that TensorFlow appends (":0").
std::string name_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return std::string(name.substr(0, name.find(':')));
}

std::vector<Inferred> inferred_items(const std::vector<const WeightSummary*>& weights) {
  std::vector<Inferred> result;
  std::map<std::string, size_t> counts;
  for (const WeightSummary* weight : weights) {
    std::string sublayer = weight->path.substr(0, weight->path.rfind('/') + 1);
    const size_t index = counts[sublayer]++;
    result.push_back({weight, {std::move(sublayer), index, name_of(weight->path)}});
  }
  return result;
}

void add_stored_items(const StoredLayer& layer, const std::string& sublayer, std::vector<Stored>& items) {
  for (size_t i = 0; i < layer.weights.size(); ++i) {
    items.push_back({&layer.weights[i], {sublayer, i, name_of(layer.weights[i].path)}});
  }
  for (const StoredLayer& child : layer.children) add_stored_items(child, sublayer + child.group + "/", items);
}

class Matching {
 public:
  explicit Matching(const LayerWeights& weights, Verification& result)
      : weights_(weights), result_(result), inferred_(inferred_items(weights.inferred)) {
    if (weights.stored) add_stored_items(*weights.stored, "", stored_);
  }

  void match();

 private:
  template <typename Same>
  void pair_up(const Same& same);
  void add_pair(const Inferred& inferred, const Stored& stored);
  void add_rest();

  bool by_object() const { return weights_.layout == StoredWeights::Layout::ByObject; }
  bool same_position(const Inferred& a, const Stored& b) const {
    if (!by_object()) return a.position.name == b.position.name;
    return a.position.sublayer == b.position.sublayer && a.position.index == b.position.index;
  }
  // LoRA weights are merged into their kernel when they are saved by object.
  bool is_merged(const Inferred& inferred) const { return by_object() && inferred.position.name.starts_with("lora_"); }

  const LayerWeights& weights_;
  Verification& result_;
  std::vector<Inferred> inferred_;
  std::vector<Stored> stored_;
};

// Pairs equal weights before others: some classes save their weights in another order than they create them in.
void Matching::match() {
  const auto alike = [](const Inferred& a, const Stored& b) { return same_shape(a, b) && same_type(a, b); };
  pair_up([&](const Inferred& a, const Stored& b) { return same_position(a, b) && alike(a, b); });
  pair_up(alike);
  pair_up([&](const Inferred& a, const Stored& b) { return same_position(a, b); });
  pair_up([](const Inferred& a, const Stored& b) { return same_shape(a, b); });
  add_rest();
}

template <typename Same>
void Matching::pair_up(const Same& same) {
  for (Inferred& inferred : inferred_) {
    if (inferred.matched || is_merged(inferred)) continue;
    for (Stored& stored : stored_) {
      if (stored.matched || !same(inferred, stored)) continue;
      inferred.matched = stored.matched = true;
      add_pair(inferred, stored);
      break;
    }
  }
}

void Matching::add_pair(const Inferred& inferred, const Stored& stored) {
  const bool shape = same_shape(inferred, stored);
  result_.bytes += stored.weight->bytes;
  if (shape && same_type(inferred, stored)) {
    ++result_.weights;
    return;
  }
  result_.mismatches.push_back({shape ? Fault::DType : Fault::Shape, weights_.layer, inferred.weight->path,
                                description_of(*inferred.weight), to_text(*stored.weight)});
}

void Matching::add_rest() {
  for (const Inferred& inferred : inferred_) {
    if (inferred.matched || is_merged(inferred)) continue;
    result_.mismatches.push_back(
        {Fault::Missing, weights_.layer, inferred.weight->path, description_of(*inferred.weight), ""});
  }
  for (const Stored& stored : stored_) {
    if (!stored.matched) result_.mismatches.push_back(unexpected(weights_.layer, *stored.weight));
  }
}

}  // namespace

void match_weights(const LayerWeights& weights, Verification& result) { Matching(weights, result).match(); }

Mismatch unexpected(std::string_view layer, const StoredWeight& weight) {
  return {Fault::Unexpected, std::string(layer), "", "", to_text(weight)};
}

std::string to_text(const StoredWeight& weight) {
  std::string shape;
  for (const uint64_t size : weight.shape) shape += (shape.empty() ? "" : ", ") + std::to_string(size);
  if (weight.shape.size() == 1) shape += ',';
  return fmt::format("({}) {} in {}", shape, weight.dtype, weight.path);
}

}  // namespace nnsummary
