// A model in the form of Keras 3.
//
// Threads: several threads may convert one Model at once, each to a string of its own.
#pragma once

#include <string>

#include "nnsummary/model.h"

namespace [[gnu::visibility("default")]] nnsummary {

// The JSON text that keras.models.model_from_json() loads, ended by a newline. Appends to `out`. Throws ModelError
// where the model is one that Keras refuses.
void convert(const Model& model, std::string& out);

}  // namespace nnsummary
