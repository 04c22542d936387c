// UTF-8, as much of it as reading and cutting text needs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nnsummary {

// Appends the UTF-8 form; a surrogate or a value beyond Unicode becomes U+FFFD.
void append_utf8(std::string& out, uint32_t code_point);

// How many bytes the well-formed sequence at the start of `text` has; 0 where it is not well-formed.
size_t utf8_length(std::string_view text);

}  // namespace nnsummary
