// A Summary as text. Nothing here knows the terminal: the caller says how wide it is.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "nnsummary/summary.h"

namespace nnsummary {

// How what stands out is written: not at all, in bold type alone, or in colours as well, of which a terminal has 16 or
// more.
enum class Coloring { None, BoldOnly, Colors16, Colors256 };

struct TextOptions {
  std::optional<int64_t> line_length;  // cells; nothing or 0: as wide as Keras would make it
  std::vector<double> positions;       // relative ends of the columns; empty: Keras's own
  bool expand_nested = false;
  bool show_trainable = false;
  // Rows first_layer..last_layer-1 of the outer model; the totals stay the whole model's.
  size_t first_layer = 0;
  size_t last_layer = SIZE_MAX;
  // Keras and rich each read the terminal's width in a way of their own; they rarely differ.
  int layout_columns = 80;   // what Keras lays the table out for
  int console_columns = 80;  // what rich crops and wraps at
  Coloring coloring = Coloring::None;
};

// An option that can't be followed, such as a width that is too small; the message is for the user.
class OptionError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The table that Keras 3 prints, by way of rich. Appends to `out`. Throws OptionError.
void render_keras3(const Summary& summary, const TextOptions& options, std::string& out);

// One JSON object, ended by a newline; specs/summary.schema.json is its schema. Appends to `out`. Formulas are
// written where the Summary has them.
void render_json(const Summary& summary, std::string& out);

}  // namespace nnsummary
