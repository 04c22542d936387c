#pragma once

#include <string>

#include "case.h"

namespace nnsummary::conformance {

// Compares what `--format json` printed with the case's params, layers and macs: "" where they are the same, else the
// first that isn't.
std::string compare_numbers(const Case& item, const std::string& output);

}  // namespace nnsummary::conformance
