#include "render/styled_text.h"

#include <algorithm>

namespace nnsummary::render {

StyledText& StyledText::add(std::string_view more, std::string_view style) {
  std::string escaped;
  if (controls == Controls::Escape && !is_printable(more)) more = escaped = printable(more);
  if (!style.empty() && !more.empty()) spans.push_back({text.size(), text.size() + more.size(), style});
  text += more;
  return *this;
}

StyledText& StyledText::add(const StyledText& more) {
  for (const Span& span : more.spans) spans.push_back({text.size() + span.begin, text.size() + span.end, span.style});
  text += more.text;
  return *this;
}

StyledText StyledText::part(size_t begin, size_t end) const {
  StyledText result(text.substr(begin, end - begin));
  for (const Span& span : spans) {
    const size_t from = std::max(span.begin, begin);
    const size_t to = std::min(span.end, end);
    if (from < to) result.spans.push_back({from - begin, to - begin, span.style});
  }
  return result;
}

}  // namespace nnsummary::render
