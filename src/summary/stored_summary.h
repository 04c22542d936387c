#pragma once

#include "nnsummary/model.h"
#include "summary/contents.h"

namespace nnsummary {

// Summarizes a file without a graph by its stored weights: a file of weights, or a subclassed model. Throws ModelError.
Summary summarize_stored(const Model::Contents& contents, const SummarizeOptions& options);

// Returns the weights of a layer and of all layers in it, with paths relative to it.
std::vector<WeightSummary> stored_weights_of(const StoredLayer& layer);

// Returns the bits of memory that the layer's weights take.
Count bits_of(const StoredLayer& layer);
Count bits_of(const std::vector<StoredWeight>& weights);

}  // namespace nnsummary
