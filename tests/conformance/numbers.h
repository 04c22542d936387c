#pragma once

#include <string>

#include "case.h"

namespace nnsummary::conformance {

// Compares the output of `--format json` with the case's params, layers and macs. Returns the first difference, or "".
std::string compare_numbers(const Case& item, const std::string& output);

}  // namespace nnsummary::conformance
