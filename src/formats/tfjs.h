#pragma once

#include <memory>

#include "document/value.h"
#include "nnsummary/stored.h"

namespace nnsummary {

// The weights that a model.json of TensorFlow.js lists in its "weightsManifest"; null where it lists none.
std::shared_ptr<const StoredWeights> tfjs_weights(const Value& root);

}  // namespace nnsummary
