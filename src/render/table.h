// A table laid out as rich does it: the widths of its columns follow from the options alone, so that each row is
// written as it comes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nnsummary::render {

enum class Justify { Left, Right, Center };

struct Column {
  std::string_view header;
  Justify justify;
  int content;  // cells, without padding; what Keras asks for
};

class Table {
 public:
  // `width` is what the whole table is laid out for, `console` what its lines are cut at; both in cells.
  Table(std::vector<Column> columns, int width, int console, std::string& out);

  void begin();
  // One cell a column.
  void row(const std::vector<std::string>& cells);
  void end();

  // Cells that each column takes, padding included.
  const std::vector<int>& widths() const { return widths_; }

 private:
  void lines(const std::vector<std::string>& cells, std::string_view left, std::string_view between,
             std::string_view right, bool at_bottom);
  std::string rule(std::string_view left, std::string_view line, std::string_view between, std::string_view right);
  void cell(std::string_view text, int width, Justify justify);
  void end_line();

  std::vector<Column> columns_;
  std::vector<int> widths_;
  int console_;
  bool cropped_;  // the table is wider than the console
  bool has_rows_ = false;
  std::string separator_;  // between rows
  std::string& out_;
  std::string line_;
};

}  // namespace nnsummary::render
