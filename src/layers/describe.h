#pragma once

#include <string>

#include "layers/entry.h"

namespace nnsummary {

// Returns what an argument accepts: "a positive integer", "one of 'valid', 'same'".
std::string expected_text(const Arg& arg);

}  // namespace nnsummary
