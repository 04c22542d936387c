// How many cells of a terminal text takes, by the count of rich: what tables are laid out by.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nnsummary {

// The cells of UTF-8 text. Combining and control characters take none; a sequence joined by zero-width joiners counts
// as its first character; variation selector 16 widens what it can. Bytes that are no UTF-8 take one cell each.
int cell_width(std::string_view text);

// Whether the text is printable ASCII throughout: each byte is then a character and a cell.
bool is_plain_ascii(std::string_view text);

// One character as a person sees it, at the beginning of a text that isn't empty.
struct Grapheme {
  size_t bytes;
  int cells;
};
Grapheme first_grapheme(std::string_view text);

// What fits into so many cells; of a wide character that is cut in two, a space is left.
std::string cut_to_width(std::string_view text, int cells);

// How many bytes at the beginning of the text fit into so many cells, in whole graphemes.
size_t fitting_prefix(std::string_view text, int cells);

}  // namespace nnsummary
