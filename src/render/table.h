// A table laid out as rich does it: the widths of its columns follow from the options alone, so that each row is
// written as it comes.
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
  int content;  // cells, without padding; what Keras asks for
};

class Table {
 public:
  // `width` is what the whole table is laid out for, `console` what its lines are cut at; both in cells. The cells of
  // the header have its style throughout, padding included.
  Table(std::vector<Column> columns, int width, int console, std::string_view header_style, std::string& out);

  void begin();
  // One cell a column.
  void row(std::vector<StyledText> cells);
  void end();

  // Cells that each column takes, padding included.
  const std::vector<int>& widths() const { return widths_; }

 private:
  struct RowLook {
    std::string_view edge;   // beside and between its cells
    bool at_bottom;          // where a cell has fewer lines than another
    std::string_view style;  // of its cells, padding included
  };

  void lines(std::vector<StyledText> cells, const RowLook& look);
  std::string rule(std::string_view left, std::string_view line, std::string_view between, std::string_view right);
  void cell(const StyledText& line, int width, Justify justify, std::string_view style);
  void put(std::string_view text, std::string_view style);
  void end_line();

  std::vector<Column> columns_;
  std::vector<int> widths_;
  int console_;
  bool cropped_;  // the table is wider than the console
  int room_;      // cells that are left on the line, where it is cropped
  std::string_view header_style_;
  bool has_rows_ = false;
  std::string separator_;  // between rows
  std::string padded_;     // a line of a cell
  std::string& out_;
};

}  // namespace nnsummary::tables
