// A Summary as text. Nothing here knows the terminal: the caller says how wide it is.
//
// Threads: several threads may render one Summary at once, each to a string of its own.
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

// How text stands out: not at all, in bold type alone, or in the colors that a terminal has.
enum class Coloring { None, BoldOnly, Colors16, Colors256 };

struct TextOptions {
  std::optional<int64_t> line_length;  // cells; nothing or 0: Keras's own
  std::vector<double> positions;       // relative ends of the columns; empty: Keras's own
  bool expand_nested = false;
  bool show_trainable = false;
  // Rows first_layer to last_layer - 1 of the outer model. Totals are always the whole model's.
  size_t first_layer = 0;
  size_t last_layer = SIZE_MAX;
  // Keras and rich read the terminal's width separately, each in its own way; they rarely differ.
  int layout_columns = 80;   // what Keras lays the table out for
  int console_columns = 80;  // what rich crops and wraps at
  Coloring coloring = Coloring::None;
  bool escape_controls = false;  // write control characters of names as "\x1b", for a terminal
};

// An option can't be followed, as a width that is too small.
class OptionError : public Error {
  using Error::Error;
};

// A table that some version of Keras prints.
struct StyleInfo {
  std::string_view name;  // "keras3", "tf2.13"
  std::string_view doc;   // the versions that print it
};

// Every style, from the oldest to the newest.
std::vector<StyleInfo> styles();

// The style that goes with a file of this version.
std::string_view style_of(const KerasVersion& keras);

// What the style's table needs of a Summary. Throws OptionError if there is no such style.
Extras style_extras(std::string_view style);

// Appends the table of a style: one of styles(), or "keras1" or "keras2" for the last of each. Throws OptionError, and
// Error if the Summary lacks the style's extras.
void render(const Summary& summary, std::string_view style, const TextOptions& options, std::string& out);

// The rows that "START,END" selects, as first_layer and last_layer: two Python regular expressions that are matched
// from the beginning of names. The range goes from the first layer that START matches to the last that END matches, or
// the other way round if that is empty. Throws OptionError.
std::pair<size_t, size_t> layer_range(const Summary& summary, const std::string& range);

}  // namespace nnsummary
