// Rendering a Summary as a table. The terminal's properties are options: the library doesn't look at the terminal.
//
// Threads: several threads may render one Summary at once, each with its own `out`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nnsummary/error.h"
#include "nnsummary/summary.h"

namespace [[gnu::visibility("default")]] nnsummary {

// SGR escapes: none, bold type only, or the colors of a terminal.
enum class Coloring { None, BoldOnly, Colors16, Colors256 };

struct TextOptions {
  std::optional<int64_t> line_length;  // width in cells; nullopt or 0: Keras's default
  std::vector<double> positions;       // ends of the columns as fractions of the width; empty: Keras's default
  bool expand_nested = false;
  bool show_trainable = false;
  // Shows the rows first_layer to last_layer - 1 of the outer model. Totals are still those of the whole model.
  size_t first_layer = 0;
  size_t last_layer = SIZE_MAX;
  // The terminal's width in cells, which Keras and rich determine separately. They rarely differ.
  int layout_columns = 80;   // Keras lays the table out for it
  int console_columns = 80;  // rich crops and wraps lines at it
  Coloring coloring = Coloring::None;
  bool escape_controls = false;  // write control characters in names as "\x1b", for a terminal
};

// An option is invalid or doesn't fit the model, such as a width that is too small.
class OptionError : public Error {
  using Error::Error;
};

// A table that some versions of Keras print.
struct StyleInfo {
  std::string_view name;  // "keras3", "tf2.13"
  std::string_view doc;   // the versions that print it
};

// Returns the styles, from oldest to newest.
std::vector<StyleInfo> styles();

// Returns the style of the tables that this version prints.
std::string_view style_of(const KerasVersion& keras);

// Returns the extras that a style requires. Throws OptionError if there is no such style.
Extras style_extras(std::string_view style);

// Appends the table in a style: one of styles(), or "keras1" or "keras2" for the last version of each. Throws
// OptionError for an invalid style or option, and Error if the Summary lacks style_extras().
void render(const Summary& summary, std::string_view style, const TextOptions& options, std::string& out);

// Returns first_layer and last_layer for "START,END": two regular expressions in Python's syntax, which match at the
// start of a name. The range is from the first layer that matches START to the last that matches END, or from the first
// that matches END to the last that matches START if the former is empty. Throws OptionError for a string of another
// form, and if one of them matches no layer.
std::pair<size_t, size_t> layer_range(const Summary& summary, const std::string& range);

}  // namespace nnsummary
