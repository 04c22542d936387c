// Breaks text into lines as rich does.
#pragma once

#include <cstdint>
#include <vector>

#include "render/styled_text.h"

namespace nnsummary::tables {

// How to treat a word that is longer than a line: continue it on the next line, or cut it and end it with an ellipsis.
enum class Overflow { Fold, Ellipsis };

// Breaks text into lines of at most `width` cells: at newlines first, then between words. Tabs become spaces; bell,
// backspace, vertical tab, form feed and carriage return are dropped, as in rich. White space at a break is kept up to
// the width. Remaining text keeps its style, and an ellipsis takes the style of the text that it replaces.
std::vector<StyledText> wrap(StyledText text, int width, Overflow overflow);

// Returns true for white space as defined by Python's str type.
bool is_space(uint32_t code_point);

}  // namespace nnsummary::tables
