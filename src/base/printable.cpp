#include "base/printable.h"

#include <fmt/format.h>

#include "base/cell_width.h"
#include "base/utf8.h"

namespace nnsummary {
namespace {

// Returns the number of bytes at the start that can be shown as they are.
size_t printable_prefix(std::string_view text) {
  size_t size = 0;
  while (size < text.size()) {
    const size_t length = utf8_length(text.substr(size));
    size_t bytes = 0;
    if (length == 0 || is_control(first_code_point(text.substr(size), bytes))) break;
    size += length;
  }
  return size;
}

}  // namespace

bool is_printable(std::string_view text) { return is_plain_ascii(text) || printable_prefix(text) == text.size(); }

std::string printable(std::string_view text, std::string_view kept) {
  if (is_plain_ascii(text)) return std::string(text);
  std::string result;
  while (true) {
    const size_t shown = printable_prefix(text);
    result += text.substr(0, shown);
    text.remove_prefix(shown);
    if (text.empty()) return result;
    size_t bytes = 0;
    const bool valid = utf8_length(text) > 0;
    const uint32_t escaped = first_code_point(text, bytes);
    if (kept.find(text.front()) != std::string_view::npos) {
      result += text.front();
    } else if (!valid) {
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    } else {
      result += escaped < 0x100 ? fmt::format("\\x{:02x}", escaped) : fmt::format("\\u{:04x}", escaped);
    }
    text.remove_prefix(bytes);
  }
}

}  // namespace nnsummary
