// Strings from a file made safe to show: no control character of theirs reaches a terminal or breaks a line.
#pragma once

#include <string>
#include <string_view>

namespace nnsummary {

// What is done with the control characters of a string that is written.
enum class Controls { Keep, Escape };

// Returns whether the string is valid UTF-8 without control characters, so that printable() has nothing to escape.
bool is_printable(std::string_view text);

// Returns the string with its control characters and invalid bytes as escape sequences: C0 (newline and tab too), DEL
// and C1 as `\x1b`, the ones that change the direction of text as `\u202e`, and each byte that is not UTF-8 as `\xff`.
// The ASCII characters in `kept` stay as they are.
std::string printable(std::string_view text, std::string_view kept = {});

}  // namespace nnsummary
