// How wide the output is, and in which colours: Keras and rich find out separately, each in its own way.
#pragma once

#include "cli/cli.h"
#include "nnsummary/render.h"

namespace nnsummary::cli {

// What Keras lays the table out for: COLUMNS, else stdout's terminal, else 80.
int layout_columns(const Environment& environment);

// When escapes are written: as rich decides, always, or never.
enum class ColorWhen { Auto, Always, Never };

// What rich crops and wraps at: COLUMNS, else the first of stdin, stdout and stderr that is a terminal, else 80; on a
// dumb terminal (TERM=dumb or unknown, where rich takes stdout for a terminal) 80, unless COLUMNS and LINES are both
// set.
int console_columns(const Environment& environment, ColorWhen when);

// What rich writes on a terminal. It takes stdout for one by TTY_COMPATIBLE, else FORCE_COLOR, else what it is;
// COLORTERM and TERM say how many colours it has, NO_COLOR leaves bold type alone. `Always` is FORCE_COLOR=1, whatever
// TTY_COMPATIBLE and NO_COLOR say; a dumb terminal gets no escapes even so.
Coloring coloring(const Environment& environment, ColorWhen when);

}  // namespace nnsummary::cli
