// Measures and cuts strings in terminal cells, as rich does (rich/cells.py).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nnsummary {

// Returns the number of cells of a UTF-8 string. Combining and control characters have no width, characters joined by
// zero-width joiners have that of the first, and variation selector 16 widens some characters to two cells. A byte that
// is not UTF-8 takes one cell.
int cell_width(std::string_view text);

// Returns whether the string is printable ASCII, so that each byte is one character and one cell.
bool is_plain_ascii(std::string_view text);

// A character as a reader sees it, which may have several code points.
struct Grapheme {
  size_t bytes;
  int cells;
};
// Returns the grapheme at the start of `text`, which is not empty.
Grapheme first_grapheme(std::string_view text);

// Returns the longest prefix that fits into `cells`. A wide character that is cut in two becomes a space.
std::string cut_to_width(std::string_view text, int cells);

// Returns the number of bytes of the longest prefix of whole graphemes that fits into `cells`.
size_t fitting_prefix(std::string_view text, int cells);

}  // namespace nnsummary
