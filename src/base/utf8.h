// UTF-8: what reading, measuring and cutting strings needs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nnsummary {

// Appends the character as UTF-8; U+FFFD for a surrogate or a value beyond Unicode.
void append_utf8(std::string& out, uint32_t code_point);

// Returns the number of bytes of the character at the start of `text`; 0 if it is not valid UTF-8.
size_t utf8_length(std::string_view text);

// Returns the character at the start of `text`, which is not empty, and sets `bytes` to its length. An invalid byte is
// U+FFFD, one byte long.
uint32_t first_code_point(std::string_view text, size_t& bytes);

// Returns whether the character is one that a terminal obeys: C0, DEL, C1, or a control of the direction of text.
bool is_control(uint32_t code_point);

// Returns whether the byte is one of a multi-byte character, but not its first.
inline bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

}  // namespace nnsummary
