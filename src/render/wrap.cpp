#include "render/wrap.h"

#include <algorithm>

#include "base/cell_width.h"
#include "base/utf8.h"

namespace nnsummary::tables {

bool is_space(uint32_t c) {
  if (c < 0x80) return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20);
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

namespace {

bool starts_with_space(std::string_view text, size_t& bytes) { return is_space(first_code_point(text, bytes)); }

// A word with the white space around it, up to the start of the next word.
struct Word {
  std::string_view text;
  std::string_view without_trailing;
};

// Removes the first word from the text and returns it; empty if only white space is left.
Word take_word(std::string_view& text) {
  size_t at = 0;
  size_t bytes = 0;
  const auto skip = [&](bool spaces) {
    while (at < text.size() && starts_with_space(text.substr(at), bytes) == spaces) at += bytes;
  };
  skip(true);
  if (at == text.size()) return {};
  skip(false);
  const size_t end = at;
  skip(true);
  const Word result{text.substr(0, at), text.substr(0, end)};
  text.remove_prefix(at);
  return result;
}

// Breaks one line. Returns the offsets of the breaks.
class Breaker {
 public:
  Breaker(std::string_view line, int width, Overflow overflow) : line_(line), width_(width), overflow_(overflow) {}

  std::vector<size_t> breaks() {
    std::string_view rest = line_;
    while (true) {
      const size_t start = line_.size() - rest.size();
      const Word word = take_word(rest);
      if (word.text.empty()) return breaks_;
      place(word, start);
    }
  }

 private:
  void place(const Word& word, size_t start) {
    const int needed = cell_width(word.without_trailing);
    if (width_ - used_ >= needed) {
      used_ += cell_width(word.text);
    } else if (needed > width_ && overflow_ == Overflow::Fold) {
      fold(word.text, start);
    } else if (needed > width_ || used_ > 0) {
      add_break(start);
      used_ = cell_width(word.text);
    }
  }

  void fold(std::string_view word, size_t start) {
    while (true) {
      add_break(start);
      const size_t fits = std::max(fitting_prefix(word, width_), first_grapheme(word).bytes);
      if (fits >= word.size()) break;
      word.remove_prefix(fits);
      start += fits;
    }
    used_ = cell_width(word);
  }

  void add_break(size_t at) {
    if (at > 0) breaks_.push_back(at);
  }

  std::string_view line_;
  int width_;
  Overflow overflow_;
  int used_ = 0;
  std::vector<size_t> breaks_;
};

bool starts_character(char c) { return (c & 0xC0) != 0x80; }

size_t length(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

// Returns where to cut white space at the end of a line: at most as many characters as the line is too long by.
size_t end_of_line(std::string_view line, int width) {
  size_t characters = length(line);
  while (!line.empty() && characters > static_cast<size_t>(width)) {
    size_t last = line.size() - 1;
    while (last > 0 && !starts_character(line[last])) --last;
    size_t bytes = 0;
    if (!starts_with_space(line.substr(last), bytes)) break;
    line = line.substr(0, last);
    --characters;
  }
  return line.size();
}

// Returns the offset in `other` of the character that is at `byte` in `text`, or past its end if `other` is shorter.
size_t same_character(std::string_view text, size_t byte, std::string_view other) {
  size_t characters = length(text.substr(0, byte));
  size_t at = 0;
  while (at < other.size() && characters > 0) {
    ++at;
    while (at < other.size() && !starts_character(other[at])) ++at;
    --characters;
  }
  return at;
}

// Replaces the text as rich does: spans keep their character offsets.
void replace_text(StyledText& line, std::string text) {
  std::vector<Span> spans;
  for (const Span& span : line.spans) {
    const size_t begin = same_character(line.text, span.begin, text);
    const size_t end = same_character(line.text, span.end, text);
    if (begin < end) spans.push_back({begin, end, span.style});
  }
  line.text = std::move(text);
  line.spans = std::move(spans);
}

void truncate(StyledText& line, int width, Overflow overflow) {
  if (cell_width(line.text) <= width) return;
  const bool cut = overflow == Overflow::Fold || width <= 0;
  replace_text(line, cut ? cut_to_width(line.text, width) : cut_to_width(line.text, width - 1) + "…");
}

void add_lines(const StyledText& line, int width, Overflow overflow, std::vector<StyledText>& lines) {
  const std::string_view text = line.text;
  size_t begin = 0;
  std::vector<size_t> ends = Breaker(text, width, overflow).breaks();
  ends.push_back(text.size());
  for (const size_t end : ends) {
    lines.push_back(line.part(begin, begin + end_of_line(text.substr(begin, end - begin), width)));
    truncate(lines.back(), width, overflow);
    begin = end;
  }
}

// Replaces tabs by spaces. As in rich, a tab keeps its style and ends the span that it is in.
StyledText without_tabs(StyledText line) {
  constexpr int kTabStop = 8;
  if (line.text.find('\t') == std::string::npos) return line;
  StyledText result;
  int column = 0;
  size_t at = 0;
  for (size_t tab; (tab = line.text.find('\t', at)) != std::string::npos; at = tab + 1) {
    StyledText upto = line.part(at, tab + 1);
    upto.text.back() = ' ';
    column += cell_width(upto.text);
    const int more = (kTabStop - column % kTabStop) % kTabStop;
    column += more;
    const bool styled = !upto.spans.empty() && upto.spans.back().end == upto.text.size();
    upto.text.append(static_cast<size_t>(more), ' ');
    if (styled) upto.spans.back().end = upto.text.size();
    result.add(upto);
  }
  result.add(line.part(at, line.text.size()));
  return result;
}

bool is_dropped(char c) { return c == '\a' || c == '\b' || c == '\v' || c == '\f' || c == '\r'; }

StyledText without_dropped(StyledText text) {
  if (std::none_of(text.text.begin(), text.text.end(), is_dropped)) return text;
  StyledText result;
  text.each_piece([&result](std::string_view piece, std::string_view style) {
    std::string kept(piece);
    std::erase_if(kept, is_dropped);
    result.add(kept, style);
  });
  return result;
}

}  // namespace

std::vector<StyledText> wrap(StyledText text, int width, Overflow overflow) {
  std::vector<StyledText> lines;
  if (text.text.size() <= static_cast<size_t>(std::max(width, 0)) && is_plain_ascii(text.text)) {
    lines.push_back(std::move(text));
    return lines;
  }
  const StyledText kept = without_dropped(std::move(text));
  size_t begin = 0;
  while (true) {
    const size_t end = std::min(kept.text.find('\n', begin), kept.text.size());
    add_lines(without_tabs(kept.part(begin, end)), width, overflow, lines);
    if (end == kept.text.size()) return lines;
    begin = end + 1;
  }
}

}  // namespace nnsummary::tables
