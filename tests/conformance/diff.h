#pragma once

#include <string>
#include <string_view>

namespace nnsummary::conformance {

// Where two texts differ, line by line, with a little of what surrounds it; "" where they don't.
std::string difference(std::string_view want, std::string_view got);

}  // namespace nnsummary::conformance
