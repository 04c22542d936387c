#pragma once

#include "nnsummary/model.h"
#include "summary/contents.h"

namespace nnsummary {

// What can be said of a file that describes no graph, by what it stores: weights alone, or a model whose graph is in
// somebody's code. Throws ModelError.
Summary summarize_stored(const Model::Contents& contents, const SummarizeOptions& options);

// The weights of a layer and of all that it holds, their paths below it.
std::vector<WeightSummary> stored_weights_of(const StoredLayer& layer);

// How much memory they take.
Count bits_of(const StoredLayer& layer);
Count bits_of(const std::vector<StoredWeight>& weights);

}  // namespace nnsummary
