#pragma once

#include <memory>
#include <string>

#include "document/value.h"
#include "nnsummary/stored.h"

namespace nnsummary {

// Returns the weights that a TensorFlow.js model.json lists in its "weightsManifest"; null if there are none. `path` is
// the path of the file, beside which the shards of weights are; "" if they can't be looked for.
std::shared_ptr<const StoredWeights> tfjs_weights(const Value& root, const std::string& path);

}  // namespace nnsummary
