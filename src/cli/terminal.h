// How wide the output is: Keras and rich find out separately, each in its own way.
#pragma once

#include "cli/cli.h"

namespace nnsummary::cli {

// What Keras lays the table out for: COLUMNS, else stdout's terminal, else 80.
int layout_columns(const Environment& environment);

// What rich crops and wraps at: COLUMNS, else the first of stdin, stdout and stderr that is a terminal, else 80; on a
// dumb terminal 80, unless COLUMNS and LINES are both set.
int console_columns(const Environment& environment);

// The text with its control characters shown as "\\x1b", but for newlines and tabs: a model file is not to be trusted
// with a terminal.
std::string shown_on_terminal(std::string_view text);

}  // namespace nnsummary::cli
