// Text broken into lines as rich breaks it.
#pragma once

#include <cstdint>
#include <vector>

#include "render/styled_text.h"

namespace nnsummary::tables {

// What becomes of a word that is longer than a line: it goes on in the next, or it is cut and ends in an ellipsis.
enum class Overflow { Fold, Ellipsis };

// The lines of a text in so many cells: broken at newlines, then between words. Tabs become spaces; bell, backspace,
// vertical tab, form feed and carriage return are dropped, as rich drops them. White space at a break stays, up to the
// width. What is left of a part that stands out does so still; so does an ellipsis that takes its place.
std::vector<StyledText> wrap(StyledText text, int width, Overflow overflow);

// White space by Python's notion of it.
bool is_space(uint32_t code_point);

}  // namespace nnsummary::tables
