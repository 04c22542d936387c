// Text broken into lines as rich breaks it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nnsummary::render {

// What becomes of a word that is longer than a line: it goes on in the next, or it is cut and ends in an ellipsis.
enum class Overflow { Fold, Ellipsis };

// The lines of a text in so many cells: broken at newlines, then between words. Tabs become spaces; bell, backspace,
// vertical tab, form feed and carriage return are dropped, as rich drops them. White space at a break stays, up to the
// width.
std::vector<std::string> wrap(std::string_view text, int width, Overflow overflow);

// White space by Python's notion of it.
bool is_space(uint32_t code_point);

}  // namespace nnsummary::render
