#pragma once

#include <string>
#include <string_view>

namespace nnsummary::conformance {

// Returns the lines where two strings differ, with some context, or "" if they are equal.
std::string difference(std::string_view want, std::string_view got);

}  // namespace nnsummary::conformance
