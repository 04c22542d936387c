// The functions and objects that arguments name: activations, initializers, regularizers, constraints.
#pragma once

#include <string_view>
#include <vector>

#include "layers/entry.h"

namespace nnsummary {

// `kind` is one of the four in each of these.

// Returns the class of an object ("GlorotUniform") by any name that Keras 3 accepts for it ("glorot_uniform"), or the
// name of an activation function ("silu" for "swish"); "" where Keras has no object of that name.
std::string_view object_class(Kind kind, std::string_view name);

// Returns every name that Keras 3 accepts.
std::vector<std::string_view> object_names(Kind kind);

}  // namespace nnsummary
