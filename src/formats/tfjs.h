#pragma once

#include <memory>

#include "document/value.h"
#include "nnsummary/stored.h"

namespace nnsummary {

// Returns the weights that a TensorFlow.js model.json lists in its "weightsManifest"; null if there are none.
std::shared_ptr<const StoredWeights> tfjs_weights(const Value& root);

}  // namespace nnsummary
