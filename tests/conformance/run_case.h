#pragma once

#include <string>

#include "case.h"

namespace nnsummary::conformance {

// "" where the case holds, else why it doesn't.
std::string run_case(const Case& item);

}  // namespace nnsummary::conformance
