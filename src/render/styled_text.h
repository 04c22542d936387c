// Text with styled parts, and how it is written to a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/printable.h"

namespace nnsummary::render {

// Appends text to `out`. A style (the parameters of an SGR escape, as "1;91") is written as an escape before it, and
// reset after it.
inline void write_styled(std::string& out, std::string_view text, std::string_view style) {
  if (style.empty() || text.empty()) {
    out += text;
  } else {
    out.append("\x1b[").append(style).append("m").append(text).append("\x1b[0m");
  }
}

// A styled part, from byte to byte. The style is a constant.
struct Span {
  size_t begin;
  size_t end;
  std::string_view style;
};

// Two spans that touch stay two, even with one style: each is written with its own escapes, as rich does.
struct StyledText {
  std::string text;
  std::vector<Span> spans;  // in the order of the text; none is empty, none overlaps another
  Controls controls = Controls::Keep;

  StyledText() = default;
  explicit StyledText(std::string plain) : text(std::move(plain)) {}
  explicit StyledText(Controls c) : controls(c) {}

  // Adds a string, with its control characters as `controls` says.
  StyledText& add(std::string_view more, std::string_view style = {});
  StyledText& add(const StyledText& more);

  // The bytes from `begin` to before `end`.
  StyledText part(size_t begin, size_t end) const;

  // Calls `visit(text, style)` for each stretch of one style, plain ones included.
  template <typename Visit>
  void each_piece(Visit visit) const;
};

template <typename Visit>
void StyledText::each_piece(Visit visit) const {
  const std::string_view all = text;
  size_t at = 0;
  for (const Span& span : spans) {
    if (span.begin > at) visit(all.substr(at, span.begin - at), std::string_view());
    visit(all.substr(span.begin, span.end - span.begin), span.style);
    at = span.end;
  }
  if (at < all.size()) visit(all.substr(at), std::string_view());
}

}  // namespace nnsummary::render
