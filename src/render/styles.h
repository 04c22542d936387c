// The tables that Kerases before 3 printed: what each does otherwise than the others, as data. rows.cpp lays them out.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "nnsummary/render.h"

namespace nnsummary {

// How cells become a line.
enum class RowRule : uint8_t {
  Touching,  // a cell is cut at the end of its column
  Spaced,    // the same, but for a space before the next
  Wrapped,   // goes on in further lines; the first column is one too wide
  Aligned,   // goes on in further lines
};

// When a model is printed as a sequence, without "Connected to". Each rule includes those before it.
enum class SequenceRule : uint8_t {
  Never,
  Depths,  // no two calls at the same depth
  Merges,  // no call on more than one tensor
  Shared,  // no layer called twice
};

enum class ConnectionForm : uint8_t {
  Lines,  // one a line
  Empty,  // there is a column, with nothing in it: Keras looked them up by the wrong key
  List,   // as Python prints a list
};

enum class TotalsForm : uint8_t {
  TrainableRows,    // one line: the sum of the rows
  TrainableLayers,  // one line: every layer once
  Floats,           // three lines; a sum over a layer without weights was a float
  Grouped,          // three lines, "7,850"
  Sized,            // three lines, "7850 (30.66 KB)"
};

enum class CountedWeights : uint8_t {
  All,
  Trained,
  Trainable,  // by their class: that the layer isn't trained made no difference
};

struct Style {
  std::string_view name;
  int last_keras;       // the newest Keras that printed so: 1.0.3 is 10003
  int last_tensorflow;  // the same of tf.keras; 0: none did
  bool titled;          // begins with `Model: "name"`
  RowRule rows;
  SequenceRule sequence;
  ConnectionForm connections;
  TotalsForm totals;
  CountedWeights counted;  // in Param #
  bool listed_inputs;      // an InputLayer's shape is in a list
  bool has_options;        // expand_nested, show_trainable, layer_range
  int line_length;         // of a graph; sequences have 65
  std::array<double, 4> positions;
  bool javascript = false;  // TensorFlow.js's own, laid out elsewhere
};

inline constexpr int kSequenceLength = 65;
inline constexpr std::array<double, 3> kSequencePositions = {0.45, 0.85, 1.0};

// From the oldest to the newest.
std::span<const Style> styles();

// By its own name or by that of an era ("keras1", "keras2"); null for any other.
const Style* find_style(std::string_view name);

// What the Keras printed that wrote the model; null where that is Keras 3.
const Style* style_of(const Origin& origin);

// The table of TensorFlow.js. Appends to `out`. The summary was made with calls.
void render_tfjs(const Summary& summary, const TextOptions& options, std::string& out);

// Appends to `out`. The summary was made with calls and weights. Throws OptionError.
void render_rows(const Summary& summary, const Style& style, const TextOptions& options, std::string& out);

}  // namespace nnsummary
