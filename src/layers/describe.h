#pragma once

#include <string>

#include "nnsummary/entry.h"

namespace nnsummary {

// "a positive integer", "one of 'valid', 'same'": what an argument takes.
std::string expected_text(const Arg& arg);

// "required", "null", "'zeros'": what it is where it isn't given.
std::string default_text(const Default& fallback);

}  // namespace nnsummary
