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
std::string printable(std::string_view text);

// Returns whether the character is a control that printable() escapes.
bool is_control(char32_t code_point);

}  // namespace nnsummary
