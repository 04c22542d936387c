// Text with styled parts, and writing it to a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/printable.h"

namespace nnsummary::tables {

// Appends text to `out`, with its style (the parameters of an SGR escape, such as "1;91") before it and a reset after
// it.
inline void write_styled(std::string& out, std::string_view text, std::string_view style) {
  if (style.empty() || text.empty()) {
    out += text;
  } else {
    out.append("\x1b[").append(style).append("m").append(text).append("\x1b[0m");
  }
}

// A styled range of bytes. The style is a string constant.
struct Span {
  size_t begin;
  size_t end;
  std::string_view style;
};

// Adjacent spans are kept apart even if they have the same style: rich writes escapes for each.
struct StyledText {
  std::string text;
  std::vector<Span> spans;  // in order; not empty, not overlapping
  Controls controls = Controls::Keep;

  StyledText() = default;
  explicit StyledText(std::string plain) : text(std::move(plain)) {}
  explicit StyledText(Controls c) : controls(c) {}

  // Appends a string, with control characters treated as `controls` says.
  StyledText& add(std::string_view more, std::string_view style = {});
  StyledText& add(const StyledText& more);

  // Returns the bytes from `begin` to `end`, exclusive.
  StyledText part(size_t begin, size_t end) const;

  // Calls `visit(text, style)` for each run of text of one style, including unstyled runs.
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

}  // namespace nnsummary::tables
