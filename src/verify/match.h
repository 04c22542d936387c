#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nnsummary/stored.h"
#include "nnsummary/verify.h"

namespace nnsummary {

// The inferred and stored weights of one layer and of the layers inside it.
struct LayerWeights {
  std::string layer;
  std::vector<const WeightSummary*> inferred;
  const StoredLayer* stored = nullptr;  // null if no weights are stored for it
  StoredWeights::Layout layout = StoredWeights::Layout::ByObject;
};

// Pairs inferred and stored weights, and adds mismatches to the result.
void match_weights(const LayerWeights& weights, Verification& result);

Mismatch unexpected(std::string_view layer, const StoredWeight& weight);

// Returns "(8, 4) float32 in layers/dense/vars/0".
std::string to_text(const StoredWeight& weight);

}  // namespace nnsummary
