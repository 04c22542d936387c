#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "nnsummary/summary.h"

namespace nnsummary {

// The rows that "START,END" selects, two regular expressions that are matched from the beginning of names: from the
// first that START matches to the last that END does, or the other way round where that is empty. The comma that parts
// them is the only one outside brackets, braces and escapes. Throws std::invalid_argument.
std::pair<size_t, size_t> layer_range(const Summary& summary, const std::string& range);

}  // namespace nnsummary
