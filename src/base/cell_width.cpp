#include "base/cell_width.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "base/utf8.h"

namespace nnsummary {
namespace {

struct WidthRange {
  uint32_t first;
  uint32_t last;
  int width;
};

#include "base/cell_width_table.inc"

constexpr uint32_t kJoiner = 0x200D;
constexpr uint32_t kVariationSelector16 = 0xFE0F;

constexpr uint64_t kLowBits = 0x0101010101010101;
constexpr uint64_t kHighBits = 0x8080808080808080;

// Returns whether any of eight bytes is less than `limit`, which is at most 0x80.
bool any_below(uint64_t bytes, uint64_t limit) { return ((bytes - kLowBits * limit) & ~bytes & kHighBits) != 0; }

bool is_plain_byte(char c) { return c >= 0x20 && c < 0x7F; }

int character_width(uint32_t code_point) {
  if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0)) return 0;
  if (code_point < kWidthRanges[1].first) return 1;
  const auto* range = std::upper_bound(std::begin(kWidthRanges), std::end(kWidthRanges), code_point,
                                       [](uint32_t value, const WidthRange& r) { return value < r.first; });
  --range;
  return code_point <= range->last ? range->width : 1;
}

bool is_widened(uint32_t code_point) {
  return std::binary_search(std::begin(kWidened), std::end(kWidened), code_point);
}

// Returns the longest prefix that fits, as one grapheme.
Grapheme fitting(std::string_view text, int cells) {
  Grapheme result{0, 0};
  while (cells > 0 && result.bytes < text.size()) {
    const Grapheme next = first_grapheme(text.substr(result.bytes));
    if (result.cells + next.cells > cells) break;
    result.cells += next.cells;
    result.bytes += next.bytes;
  }
  return result;
}

}  // namespace

// Tests eight bytes at a time, since most strings are ASCII. The last eight may overlap those before.
bool is_plain_ascii(std::string_view text) {
  constexpr size_t kWord = sizeof(uint64_t);
  if (text.size() < kWord) return std::all_of(text.begin(), text.end(), is_plain_byte);
  const auto plain_at = [text](size_t at) {
    uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, kWord);
    return (bytes & kHighBits) == 0 && !any_below(bytes, 0x20) && !any_below(bytes ^ kLowBits * 0x7F, 1);
  };
  const size_t last = text.size() - kWord;
  for (size_t at = 0; at < last; at += kWord) {
    if (!plain_at(at)) return false;
  }
  return plain_at(last);
}

// A grapheme goes on with characters of no width, such as marks, and with the character after a joiner.
Grapheme first_grapheme(std::string_view text) {
  if (is_plain_byte(text[0]) && (text.size() == 1 || is_plain_byte(text[1]))) return {1, 1};
  size_t bytes = 0;
  uint32_t measured = first_code_point(text, bytes);
  Grapheme result{bytes, character_width(measured)};
  bool widens = result.cells > 0;
  while (result.bytes < text.size()) {
    const uint32_t next = first_code_point(text.substr(result.bytes), bytes);
    if (next == kJoiner) {
      result.bytes += bytes;
      if (result.bytes < text.size()) {
        first_code_point(text.substr(result.bytes), bytes);
        result.bytes += bytes;
      }
    } else if (next == kVariationSelector16) {
      result.bytes += bytes;
      result.cells += widens && is_widened(measured);
      widens = false;
    } else if (character_width(next) == 0) {
      result.bytes += bytes;
    } else {
      break;
    }
  }
  return result;
}

int cell_width(std::string_view text) {
  if (is_plain_ascii(text)) return static_cast<int>(text.size());
  // rich skips the character after a joiner even at the start of a string.
  size_t bytes = 0;
  while (!text.empty() && first_code_point(text, bytes) == kJoiner) {
    text.remove_prefix(bytes);
    if (text.empty()) return 0;
    first_code_point(text, bytes);
    text.remove_prefix(bytes);
  }
  int result = 0;
  while (!text.empty()) {
    const Grapheme grapheme = first_grapheme(text);
    result += grapheme.cells;
    text.remove_prefix(grapheme.bytes);
  }
  return result;
}

size_t fitting_prefix(std::string_view text, int cells) { return fitting(text, cells).bytes; }

std::string cut_to_width(std::string_view text, int cells) {
  const Grapheme kept = fitting(text, cells);
  std::string result(text.substr(0, kept.bytes));
  if (kept.bytes < text.size() && kept.cells < cells) result += ' ';
  return result;
}

}  // namespace nnsummary
