#include "render/json_writer.h"

#include <fmt/format.h>

#include "base/utf8.h"

namespace nnsummary {

void JsonWriter::text(std::string_view value) {
  out_ += '"';
  while (!value.empty()) {
    const char c = value.front();
    size_t length = 1;
    if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out_ += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else if ((length = utf8_length(value)) > 0) {
      out_ += value.substr(0, length);
    } else {
      out_ += "\uFFFD";
      length = 1;
    }
    value.remove_prefix(length);
  }
  out_ += '"';
}

}  // namespace nnsummary
