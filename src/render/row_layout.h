// The cells of a table before Keras 3 as lines of text.
#pragma once

#include <string>
#include <vector>

#include "base/printable.h"
#include "nnsummary/render.h"
#include "styles/style.h"

namespace nnsummary::render {

class RowLayout {
 public:
  // `positions` are the ends of the columns, in characters.
  RowLayout(RowRule rule, std::vector<int64_t> positions, Controls controls, std::string& out);

  // Writes one line, or as many as the cells need; `level` counts the models around. Throws OptionError if a column has
  // no room.
  void row(std::vector<std::string> cells, int level = 0);

 private:
  void cut_row(const std::vector<std::string>& cells);
  void wrapped_row(const std::vector<std::string>& cells, int level);
  // Writes a line of what is left of the cells, and takes it off them.
  void wrapped_line(std::vector<std::string_view>& left, int level);
  int64_t room(size_t column, int level) const;
  bool is_last(size_t column) const { return column + 1 == positions_.size(); }

  RowRule rule_;
  std::vector<int64_t> positions_;
  Controls controls_;
  std::string& out_;
};

// Returns the number of characters, as Python counts them.
int64_t length(std::string_view text);

}  // namespace nnsummary::render
