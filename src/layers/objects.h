// The functions and objects that arguments name: activations, initializers, regularizers, constraints.
#pragma once

#include <span>
#include <string_view>

#include "nnsummary/entry.h"

namespace nnsummary {

// The names that Keras 3 has for objects of that kind, which is one of the four.
std::span<const std::string_view> object_names(Kind kind);

}  // namespace nnsummary
