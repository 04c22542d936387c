#include "render/wrap.h"

#include <algorithm>

#include "base/cell_width.h"

namespace nnsummary::render {

bool is_space(uint32_t c) {
  if (c < 0x80) return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20);
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

namespace {

bool starts_with_space(std::string_view text, size_t& bytes) { return is_space(first_code_point(text, bytes)); }

// A word with the white space around it: `text` up to where the next word begins.
struct Word {
  std::string_view text;
  std::string_view without_trailing;
};

// Takes the first word off a text; empty where only white space is left.
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

// Breaks one line; what it returns are the offsets of the breaks.
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

size_t length(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// Takes white space off the end as long as the line has more characters than cells to fill.
std::string_view without_excess_space(std::string_view line, int width) {
  size_t characters = length(line);
  while (!line.empty() && characters > static_cast<size_t>(width)) {
    size_t last = line.size() - 1;
    while (last > 0 && (line[last] & 0xC0) == 0x80) --last;
    size_t bytes = 0;
    if (!starts_with_space(line.substr(last), bytes)) break;
    line = line.substr(0, last);
    --characters;
  }
  return line;
}

std::string truncated(std::string_view line, int width, Overflow overflow) {
  if (cell_width(line) <= width) return std::string(line);
  if (overflow == Overflow::Fold || width <= 0) return cut_to_width(line, width);
  return cut_to_width(line, width - 1) + "…";
}

void add_lines(std::string_view line, int width, Overflow overflow, std::vector<std::string>& lines) {
  size_t begin = 0;
  std::vector<size_t> ends = Breaker(line, width, overflow).breaks();
  ends.push_back(line.size());
  for (const size_t end : ends) {
    lines.push_back(truncated(without_excess_space(line.substr(begin, end - begin), width), width, overflow));
    begin = end;
  }
}

std::string without_tabs(std::string_view line) {
  constexpr int kTabStop = 8;
  std::string result;
  int column = 0;
  for (size_t tab; (tab = line.find('\t')) != std::string_view::npos; line.remove_prefix(tab + 1)) {
    result += line.substr(0, tab);
    column += cell_width(line.substr(0, tab)) + 1;
    const int more = (kTabStop - column % kTabStop) % kTabStop;
    result.append(1 + static_cast<size_t>(more), ' ');
    column += more;
  }
  return result += line;
}

bool is_dropped(char c) { return c == '\a' || c == '\b' || c == '\v' || c == '\f' || c == '\r'; }

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

}  // namespace

std::vector<std::string> wrap(std::string_view text, int width, Overflow overflow) {
  if (is_plain(text) && text.size() <= static_cast<size_t>(std::max(width, 0))) return {std::string(text)};
  std::string kept(text);
  std::erase_if(kept, is_dropped);
  std::vector<std::string> lines;
  std::string_view rest = kept;
  while (true) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    add_lines(without_tabs(rest.substr(0, end)), width, overflow, lines);
    if (end == rest.size()) return lines;
    rest.remove_prefix(end + 1);
  }
}

}  // namespace nnsummary::render
