// Converting a model to Keras 3.
//
// Threads: several threads may convert one Model at once, each with its own `out`.
#pragma once

#include <string>

#include "nnsummary/model.h"

namespace [[gnu::visibility("default")]] nnsummary {

// Appends the model as JSON that keras.models.model_from_json() loads, and a newline. Throws ModelError if Keras
// refuses the model, if the file describes no layers, or if an older version wrote it.
void convert(const Model& model, std::string& out);

}  // namespace nnsummary
