// The tables that versions of Keras print: what each does differently, as data. A style is one row.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "nnsummary/summary.h"

namespace nnsummary {

// Who lays the table out: src/render has a file for each.
enum class TableKind : uint8_t { Rows, TensorFlowJs, Keras3 };

// How cells become a line.
enum class RowRule : uint8_t {
  Touching,  // a cell is cut at the end of its column
  Spaced,    // the same, with a space before the next
  Wrapped,   // a cell goes on in further lines; the first column is one character too wide
  Aligned,   // a cell goes on in further lines
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
  Empty,  // a column without text: Keras looked the connections up by the wrong key
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
  Declared,  // those that the class trains, even in a layer that isn't trainable
};

struct Style {
  std::string_view name;
  std::string_view doc;  // the versions that print it
  TableKind table;
  int last_keras;       // the newest Keras that prints so: 1.0.3 is 10003
  int last_tensorflow;  // the same for tf.keras; 0: no version does
  bool titled;          // begins with `Model: "name"`
  RowRule rows;
  SequenceRule sequence;
  ConnectionForm connections;
  TotalsForm totals;
  CountedWeights counted;  // in Param #
  bool input_rows;         // the InputLayer of a Sequential is a row if the file lists it
  bool own_call;           // a model's construction counts as its first call
  bool listed_inputs;      // an InputLayer's shape stands in a list
  bool has_options;        // expand_nested, show_trainable, layer_range
  int line_length;         // of a graph; sequences have 65
  std::array<double, 4> positions;

  Extras extras() const;
};

inline constexpr int kSequenceLength = 65;
inline constexpr std::array<double, 3> kSequencePositions = {0.45, 0.85, 1.0};

// From the oldest to the newest. A style whose versions differ in a detail has a row for each.
std::span<const Style> style_table();

// The newest row of a name, or of an era ("keras1", "keras2"); null for any other.
const Style* find_style(std::string_view name);

// The row that goes with a file of this version.
const Style& style_row_of(const KerasVersion& keras);

}  // namespace nnsummary
