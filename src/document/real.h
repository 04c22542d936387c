#pragma once

#include <string_view>

namespace nnsummary {

// Returns the number in a decimal literal, such as "-12.5e3", whatever the locale. Rounds as Python does: a number that
// is too large is infinite, and one that is too small is zero.
double read_real(std::string_view literal);

}  // namespace nnsummary
