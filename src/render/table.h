// A table in rich's layout. The widths of its columns follow from the options alone, so each row is written as it is
// added.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "render/styled_text.h"

namespace nnsummary::tables {

enum class Justify { Left, Right, Center };

struct Column {
  std::string_view header;
  Justify justify;
  int content;  // in cells, without padding, as Keras requests it
};

class Table {
 public:
  // `width` is the width of the layout, `console` that of the console, which cuts lines; both in cells. `header_style`
  // applies to the header's cells, including their padding.
  Table(std::vector<Column> columns, int width, int console, std::string_view header_style, std::string& out);

  void begin();
  // Adds a row with one cell per column.
  void row(std::vector<StyledText> cells);
  void end();

  // Returns the width of each column in cells, including padding.
  const std::vector<int>& widths() const { return widths_; }

 private:
  struct RowStyle {
    std::string_view edge;   // beside and between cells
    bool at_bottom;          // aligns the cells at the bottom
    std::string_view style;  // of the cells, including padding
  };

  void lines(std::vector<StyledText> cells, const RowStyle& look);
  std::string rule(std::string_view left, std::string_view line, std::string_view between, std::string_view right);
  void cell(const StyledText& line, int width, Justify justify, std::string_view style);
  void put(std::string_view text, std::string_view style);
  void end_line();

  std::vector<Column> columns_;
  std::vector<int> widths_;
  int console_;
  bool cropped_;  // the table is wider than the console
  int room_;      // cells left on the line, if the table is cropped
  std::string_view header_style_;
  bool has_rows_ = false;
  std::string separator_;  // between rows
  std::string padded_;     // one line of a cell
  std::string& out_;
};

}  // namespace nnsummary::tables
