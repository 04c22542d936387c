#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nnsummary/stored.h"
#include "nnsummary/verify.h"

namespace nnsummary {

// The weights of one layer, as inferred and as stored, with all that is inside it.
struct LayerWeights {
  std::string layer;
  std::vector<const WeightSummary*> inferred;
  const StoredLayer* stored = nullptr;  // null: nothing is stored of it
  StoredWeights::Layout layout = StoredWeights::Layout::ByObject;
};

// Pairs what belongs together, and adds what doesn't to the result.
void match_weights(const LayerWeights& weights, Verification& result);

Mismatch unexpected(std::string_view layer, const StoredWeight& weight);

// "(8, 4) float32 in layers/dense/vars/0"
std::string to_text(const StoredWeight& weight);

}  // namespace nnsummary
