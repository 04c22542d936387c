// Lays out the rows of tables before Keras 3.
#pragma once

#include <string>
#include <vector>

#include "base/printable.h"
#include "nnsummary/render.h"
#include "styles/style.h"

namespace nnsummary::tables {

class RowLayout {
 public:
  // `positions` are the ends of the columns, in characters.
  RowLayout(RowRule rule, std::vector<int64_t> positions, Controls controls, std::string& out);

  // Writes the cells in as many lines as they need; `level` is the number of enclosing models. Throws OptionError if a
  // column has no room.
  void row(std::vector<std::string> cells, int level = 0);

 private:
  void cut_row(const std::vector<std::string>& cells);
  void wrapped_row(const std::vector<std::string>& cells, int level);
  // Writes one line of the remaining text of the cells, and removes it from them.
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

}  // namespace nnsummary::tables
