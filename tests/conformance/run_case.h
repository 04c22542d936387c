#pragma once

#include <string>

#include "case.h"

namespace nnsummary::conformance {

// Runs a case. Returns why it fails, or "" if it passes.
std::string run_case(const Case& item);

}  // namespace nnsummary::conformance
