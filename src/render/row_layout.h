// Cells of a table before Keras 3 as lines of text, by the four rules that there were.
#pragma once

#include <string>
#include <vector>

#include "render/styles.h"

namespace nnsummary::render {

class RowLayout {
 public:
  // `positions` are where the columns end, in characters. Throws OptionError where a column has no room.
  RowLayout(RowRule rule, std::vector<int64_t> positions, std::string& out);

  // One line, or as many as the cells need; `level` counts the models around.
  void row(const std::vector<std::string>& cells, int level = 0);

 private:
  void cut_row(const std::vector<std::string>& cells);
  void wrapped_row(const std::vector<std::string>& cells, int level);
  // A line of what is still to be printed, which is taken off.
  void wrapped_line(std::vector<std::string_view>& left, int level);
  int64_t room(size_t column, int level) const;
  bool is_last(size_t column) const { return column + 1 == positions_.size(); }

  RowRule rule_;
  std::vector<int64_t> positions_;
  std::string& out_;
};

// How many characters the text has, as Python counts them.
int64_t length(std::string_view text);

}  // namespace nnsummary::render
