// Width and colors of the output. Keras and rich determine them separately, in different ways.
#pragma once

#include "cli/cli.h"
#include "nnsummary/render.h"

namespace nnsummary::cli {

// Returns the width that Keras lays the table out for: COLUMNS, or else stdout's terminal, or else 80.
int layout_columns(const Environment& environment);

// Whether to write escapes: as rich decides, always, or never.
enum class ColorWhen { Auto, Always, Never };

// Returns the width that rich crops and wraps at: COLUMNS, or else the first of stdin, stdout and stderr that is a
// terminal, or else 80. On a dumb terminal (TERM=dumb or unknown, if rich considers stdout a terminal) it is 80 unless
// both COLUMNS and LINES are set.
int console_columns(const Environment& environment, ColorWhen when);

// Returns the escapes that rich would use. TTY_COMPATIBLE, or else FORCE_COLOR, or else stdout decides whether there is
// a terminal; COLORTERM and TERM give the number of colors, and NO_COLOR leaves only bold type. `Always` is
// FORCE_COLOR=1 without TTY_COMPATIBLE and NO_COLOR; a dumb terminal still gets no escapes.
Coloring coloring(const Environment& environment, ColorWhen when);

}  // namespace nnsummary::cli
