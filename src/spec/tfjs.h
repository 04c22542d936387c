// Layers models of TensorFlow.js: the JSON of Keras 2 inside an object that also describes the weights.
#pragma once

#include "document/report.h"

namespace nnsummary {

// Returns true if the file was written for TensorFlow.js.
bool is_tfjs(const Value& root);

// Returns the model in the document as Keras would have written it, with keys in snake case instead of camel case.
// Throws ModelError for a graph of TensorFlow's operations, which has no layers.
const Value& tfjs_model(Document& document, Report& report);

}  // namespace nnsummary
