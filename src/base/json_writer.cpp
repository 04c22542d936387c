#include "base/json_writer.h"

#include "base/utf8.h"

namespace nnsummary {
namespace {

bool is_plain(char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

size_t plain_prefix(std::string_view text) {
  size_t size = 0;
  while (size < text.size() && is_plain(text[size])) ++size;
  return size;
}

// Appends `\u202e`: controls lie in the basic plane, so that four digits do.
void append_escape(std::string& out, uint32_t code_point) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kHex[code_point >> shift & 15];
}

}  // namespace

void JsonWriter::string(std::string_view value) {
  out_ += '"';
  while (true) {
    const size_t plain = plain_prefix(value);
    out_ += value.substr(0, plain);
    value.remove_prefix(plain);
    if (value.empty()) break;
    size_t length = 0;
    const uint32_t code_point = first_code_point(value, length);
    if (is_control(code_point)) {
      append_escape(out_, code_point);
    } else {
      if (code_point == '"' || code_point == '\\') out_ += '\\';
      append_utf8(out_, code_point);
    }
    value.remove_prefix(length);
  }
  out_ += '"';
}

}  // namespace nnsummary
