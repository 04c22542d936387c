// The versions of the library and of the Keras that it models.
#pragma once

#include <string_view>

namespace [[gnu::visibility("default")]] nnsummary {

// Returns the version of the library that is linked or loaded: "0.1.0".
std::string_view version();

// Returns the version of Keras that the library models: "3.15.1".
std::string_view keras_version();

}  // namespace nnsummary
