// Models that TensorFlow.js stores as layers: the JSON of some Keras 2, inside an object that also tells of the
// weights.
#pragma once

#include "document/report.h"

namespace nnsummary {

// True of a file that was written for TensorFlow.js.
bool is_tfjs(const Value& root);

// The model in it, as a Keras would have written it: keys that are camelCase in Python's way. Refuses a graph of
// TensorFlow's operations, which has no layers.
const Value& tfjs_model(Document& document, Report& report);

}  // namespace nnsummary
