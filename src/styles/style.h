// The tables of versions of Keras. A style is one row of data, which holds everything that differs.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "nnsummary/summary.h"

namespace nnsummary {

// The layout of the table: src/render has a file for each.
enum class TableKind : uint8_t { Rows, TensorFlowJs, Keras3 };

// How the cells of a row become lines.
enum class RowRule : uint8_t {
  Touching,  // cells are cut at the end of their column
  Spaced,    // the same, with a space between columns
  Wrapped,   // cells wrap; the first column is one character too wide
  Aligned,   // cells wrap
};

// When a graph is printed without "Connected to", like a Sequential. Each rule includes those before it.
enum class SequenceRule : uint8_t {
  Never,
  Depths,  // if no two calls have the same depth
  Merges,  // and no call takes more than one tensor
  Shared,  // and no layer is called twice
};

enum class ConnectionForm : uint8_t {
  Lines,  // one per line
  Empty,  // empty cells: Keras looked connections up by the wrong key
  List,   // as Python prints a list
};

enum class TotalsForm : uint8_t {
  TrainableRows,    // one line: the sum over the rows
  TrainableLayers,  // one line: each layer counted once
  Floats,           // three lines; sums over layers without weights are floats
  Grouped,          // three lines, "7,850"
  Sized,            // three lines, "7850 (30.66 KB)"
};

enum class CountedWeights : uint8_t {
  All,
  Trained,
  Declared,  // those that the class declares trainable, even if the layer is frozen
};

struct Style {
  std::string_view name;
  std::string_view doc;  // the versions that print it
  TableKind table;
  int last_keras;       // newest version of the keras package: 1.0.3 is 10003
  int last_tensorflow;  // newest version of tf.keras; 0: none
  bool has_title;       // starts with `Model: "name"`
  RowRule rows;
  SequenceRule sequence;
  ConnectionForm connections;
  TotalsForm totals;
  CountedWeights counted;    // counted in "Param #"
  bool input_rows;           // a listed InputLayer of a Sequential has a row
  bool counts_construction;  // the construction of a model is its first call
  bool lists_input_shape;    // the shape of an InputLayer is shown as a list
  bool has_options;          // has expand_nested, show_trainable and layer_range
  int line_length;           // default for graphs; kSequenceLength for sequences
  std::array<double, 4> positions;

  Extras extras() const;
};

inline constexpr int kSequenceLength = 65;
inline constexpr std::array<double, 3> kSequencePositions = {0.45, 0.85, 1.0};

// Returns the styles from oldest to newest. A style whose versions differ in details has several rows.
std::span<const Style> style_table();

// Returns the newest row of a style by its name or alias ("keras1", "keras2"), or null if there is none.
const Style* find_style(std::string_view name);

// Returns the row for files of this version.
const Style& style_row_of(const KerasVersion& keras);

}  // namespace nnsummary
