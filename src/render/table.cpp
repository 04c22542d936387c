#include "render/table.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/cell_width.h"
#include "render/wrap.h"

namespace nnsummary::render {
namespace {

constexpr int kPadding = 2;  // a space on either side

// Rounds a half to the even neighbour, as Python does.
int rounded(double value) { return static_cast<int>(std::nearbyint(value)); }

// Takes an excess off columns, as evenly as whole cells allow.
void reduce(std::vector<int>& widths, int excess) {
  auto left = static_cast<int>(std::count_if(widths.begin(), widths.end(), [](int width) { return width > 0; }));
  for (int& width : widths) {
    if (width == 0) continue;
    const int share = std::min(width, rounded(static_cast<double>(excess) / left));
    width -= share;
    excess -= share;
    --left;
  }
}

// Gives columns what is left, in proportion to their widths.
void distribute(std::vector<int>& widths, int rest) {
  int total = std::accumulate(widths.begin(), widths.end(), 0);
  for (int& width : widths) {
    const int share = total > 0 ? static_cast<int>(std::ceil(static_cast<double>(width) * rest / total)) : rest;
    total -= width;
    width += std::max(share, 0);
    rest -= share;
  }
}

std::vector<int> column_widths(const std::vector<Column>& columns, int table) {
  const int most = std::max(table - static_cast<int>(columns.size()) - 1, 0);
  std::vector<int> result;
  for (const Column& column : columns) result.push_back(std::max(std::min(column.content + kPadding, most), 1));
  const int sum = std::accumulate(result.begin(), result.end(), 0);
  if (sum > most) reduce(result, sum - most);
  if (sum < most) distribute(result, most - sum);
  return result;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

}  // namespace

Table::Table(std::vector<Column> columns, int width, int console, std::string& out)
    : columns_(std::move(columns)),
      widths_(column_widths(columns_, width)),
      console_(console),
      cropped_(std::accumulate(widths_.begin(), widths_.end(), static_cast<int>(widths_.size()) + 1) > console),
      separator_(rule("├", "─", "┼", "┤")),
      out_(out) {}

void Table::end_line() {
  out_ += cropped_ ? cut_to_width(line_, console_) : line_;
  out_ += '\n';
  line_.clear();
}

std::string Table::rule(std::string_view left, std::string_view line, std::string_view between,
                        std::string_view right) {
  std::string result(left);
  for (size_t i = 0; i < widths_.size(); ++i) {
    if (i > 0) result += between;
    for (int cell = 0; cell < widths_[i]; ++cell) result += line;
  }
  result += right;
  return (cropped_ ? cut_to_width(result, console_) : result) + "\n";
}

void Table::cell(std::string_view text, int width, Justify justify) {
  if (justify != Justify::Left) text = trimmed(text);
  const int room = width - cell_width(text);
  int before = 0;
  if (justify == Justify::Right) before = room;
  if (justify == Justify::Center) before = room / 2;
  line_.append(static_cast<size_t>(std::max(before, 0)), ' ');
  line_ += text;
  line_.append(static_cast<size_t>(std::max(room - before, 0)), ' ');
}

void Table::lines(const std::vector<std::string>& cells, std::string_view left, std::string_view between,
                  std::string_view right, bool at_bottom) {
  std::vector<std::vector<std::string>> wrapped;
  size_t height = 1;
  for (size_t i = 0; i < cells.size(); ++i) {
    wrapped.push_back(wrap(cells[i], widths_[i] - kPadding, Overflow::Ellipsis));
    height = std::max(height, wrapped.back().size());
  }
  for (size_t line = 0; line < height; ++line) {
    line_ += left;
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) line_ += between;
      const size_t missing = at_bottom ? height - wrapped[i].size() : 0;
      const bool filled = line >= missing && line - missing < wrapped[i].size();
      const int inner = widths_[i] - kPadding;
      // A column without room for its padding shows nothing.
      line_.append(static_cast<size_t>(std::min(widths_[i], 1)), ' ');
      if (inner > 0) cell(filled ? wrapped[i][line - missing] : std::string_view(), inner, columns_[i].justify);
      line_.append(static_cast<size_t>(std::clamp(widths_[i] - 1, 0, 1)), ' ');
    }
    line_ += right;
    end_line();
  }
}

void Table::begin() {
  out_ += rule("┏", "━", "┳", "┓");
  std::vector<std::string> headers;
  for (const Column& column : columns_) headers.emplace_back(column.header);
  lines(headers, "┃", "┃", "┃", true);
  out_ += rule("┡", "━", "╇", "┩");
}

void Table::row(const std::vector<std::string>& cells) {
  if (has_rows_) out_ += separator_;
  has_rows_ = true;
  lines(cells, "│", "│", "│", false);
}

void Table::end() { out_ += rule("└", "─", "┴", "┘"); }

}  // namespace nnsummary::render
