// Strings from a file made safe to show: no control character of theirs reaches a terminal or breaks a line.
#pragma once

#include <string_view>

#include "nnsummary/error.h"  // printable()

namespace nnsummary {

// How control characters in a string are written.
enum class Controls { Keep, Escape };

// Returns whether the string is valid UTF-8 without control characters, so that printable() has nothing to escape.
bool is_printable(std::string_view text);

}  // namespace nnsummary
