#pragma once

#include <string>

#include "nnsummary/entry.h"

namespace nnsummary {

// All classes by family, a line each.
std::string list_layers();

// A class, its arguments, their kinds, defaults and rules.
std::string describe_layer(const LayerEntry& entry);

// "a positive integer", "one of 'valid', 'same'": what an argument takes.
std::string expected_text(const Arg& arg);

}  // namespace nnsummary
