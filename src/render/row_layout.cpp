#include "render/row_layout.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cell_width.h"
#include "base/utf8.h"

namespace nnsummary::tables {
namespace {

// Returns the length of the first `count` characters in bytes.
size_t bytes_of(std::string_view text, int64_t count) {
  size_t i = 0;
  for (; i < text.size() && count > 0; --count) {
    do {
      ++i;
    } while (i < text.size() && is_continuation(text[i]));
  }
  return i;
}

void pad(std::string& line, int64_t to) {
  line.append(static_cast<size_t>(std::max<int64_t>(0, to - length(line))), ' ');
}

// Returns where a line of a cell ends: after the first tuple, list, dict or string in it.
size_t line_end(std::string_view text) {
  size_t result = text.size();
  for (const std::string_view end : {"),", "},", "],", "',"}) {
    const size_t found = text.find(end);
    if (found != std::string_view::npos) result = std::min(result, found + end.size());
  }
  return result;
}

}  // namespace

int64_t length(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char byte) { return !is_continuation(byte); });
}

RowLayout::RowLayout(RowRule rule, std::vector<int64_t> positions, Controls controls, std::string& out)
    : rule_(rule), positions_(std::move(positions)), controls_(controls), out_(out) {}

void RowLayout::row(std::vector<std::string> cells, int level) {
  if (controls_ == Controls::Escape) {
    for (std::string& cell : cells) cell = printable(cell);
  }
  if (rule_ == RowRule::Wrapped || rule_ == RowRule::Aligned) {
    wrapped_row(cells, level);
  } else {
    cut_row(cells);
  }
}

void RowLayout::cut_row(const std::vector<std::string>& cells) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0 && rule_ == RowRule::Spaced && !line.empty()) {
      line.resize(bytes_of(line, length(line) - 1));
      line += ' ';
    }
    line += cells[i];
    if (i >= positions_.size()) continue;  // a cell beyond the last column isn't cut
    line.resize(bytes_of(line, positions_[i]));
    pad(line, positions_[i]);
  }
  out_ += line;
  out_ += '\n';
}

// Leaves two spaces between columns, but not in the last one.
int64_t RowLayout::room(size_t column, int level) const {
  const int64_t begin = column > 0 ? positions_[column - 1] : 0;
  int64_t result = positions_[column] - begin - (is_last(column) ? 0 : 2);
  if (rule_ == RowRule::Aligned) result -= (is_last(column) ? 0 : 1) + (column == 0 ? level : 0);
  return result;
}

void RowLayout::wrapped_row(const std::vector<std::string>& cells, int level) {
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty() || room(i, level) > 0) continue;
    throw OptionError(fmt::format(
        "column {} of the table has no room for its text: give a larger --line-length, or other --positions", i + 1));
  }
  std::vector<std::string_view> left(cells.begin(), cells.end());
  while (std::any_of(left.begin(), left.end(), [](std::string_view text) { return !text.empty(); })) {
    wrapped_line(left, level);
  }
}

void RowLayout::wrapped_line(std::vector<std::string_view>& left, int level) {
  const std::string bars(static_cast<size_t>(level), '|');
  std::string line;
  for (size_t i = 0; i < left.size(); ++i) {
    const std::string_view fitting = left[i].substr(0, bytes_of(left[i], room(i, level)));
    const size_t end = line_end(fitting);
    if (i == 0) line += bars + ' ';
    line += fitting.substr(0, end);
    left[i].remove_prefix(end);
    if (!is_last(i)) line += "  ";
    const bool narrowed = rule_ == RowRule::Wrapped || is_last(i);
    pad(line, positions_[i] - (narrowed ? level : 0));
  }
  out_ += line + bars;
  out_ += '\n';
}

}  // namespace nnsummary::tables
