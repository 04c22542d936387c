#include "render/table.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/cell_width.h"
#include "render/wrap.h"

namespace nnsummary::tables {
namespace {

constexpr int kPadding = 2;  // a space on either side

// Rounds a half to the even neighbour, as Python does.
int rounded(double value) { return static_cast<int>(std::nearbyint(value)); }

// Reduces the widths by `excess` in total, as evenly as whole cells allow.
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

// Adds `rest` cells to the columns in proportion to their widths.
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

Table::Table(std::vector<Column> columns, int width, int console, std::string_view header_style, std::string& out)
    : columns_(std::move(columns)),
      widths_(column_widths(columns_, width)),
      console_(console),
      cropped_(std::accumulate(widths_.begin(), widths_.end(), static_cast<int>(widths_.size()) + 1) > console),
      room_(console),
      header_style_(header_style),
      separator_(rule("├", "─", "┼", "┤")),
      out_(out) {}

// Each string is cut on its own: once one doesn't fit, its beginning fills the line and later ones are dropped.
void Table::put(std::string_view text, std::string_view style) {
  if (!cropped_) return write_styled(out_, text, style);
  if (room_ <= 0) return;
  const int cells = cell_width(text);
  if (cells < room_) {
    write_styled(out_, text, style);
  } else {
    write_styled(out_, cut_to_width(text, room_), style);
  }
  room_ -= cells;
}

void Table::end_line() {
  out_ += '\n';
  room_ = console_;
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

void Table::cell(const StyledText& line, int width, Justify justify, std::string_view style) {
  const std::string_view text = justify == Justify::Left ? line.text : trimmed(line.text);
  const auto room = static_cast<size_t>(std::max(width - cell_width(text), 0));
  const size_t before = justify == Justify::Right ? room : justify == Justify::Center ? room / 2 : 0;
  padded_.assign(before, ' ');
  padded_ += text;
  padded_.append(room - before, ' ');
  // A zero-width joiner takes the following space with it.
  if (room > before && text.ends_with("\u200d")) padded_ += ' ';
  const std::string_view all = padded_;
  size_t at = 0;
  for (const Span& span : line.spans) {
    const size_t begin = before + std::min(span.begin, text.size());
    const size_t end = before + std::min(span.end, text.size());
    put(all.substr(at, begin - at), style);
    put(all.substr(begin, end - begin), span.style);
    at = end;
  }
  put(all.substr(at), style);
}

void Table::lines(std::vector<StyledText> cells, const RowStyle& look) {
  std::vector<std::vector<StyledText>> wrapped(cells.size());
  size_t height = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    const int inner = widths_[i] - kPadding;
    // A column that is too narrow for its padding shows nothing.
    if (inner > 0) wrapped[i] = wrap(std::move(cells[i]), inner, Overflow::Ellipsis);
    height = std::max(height, wrapped[i].size());
  }
  const std::string_view blank_style = height > 0 ? look.style : std::string_view();
  height = std::max<size_t>(height, 1);
  for (size_t line = 0; line < height; ++line) {
    put(look.edge, {});
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) put(look.edge, {});
      const size_t missing = look.at_bottom ? height - wrapped[i].size() : 0;
      if (line >= missing && line - missing < wrapped[i].size()) {
        put(" ", look.style);
        cell(wrapped[i][line - missing], widths_[i] - kPadding, columns_[i].justify, look.style);
        put(" ", look.style);
      } else {
        padded_.assign(static_cast<size_t>(widths_[i]), ' ');
        put(padded_, blank_style);
      }
    }
    put(look.edge, {});
    end_line();
  }
}

void Table::begin() {
  out_ += rule("┏", "━", "┳", "┓");
  std::vector<StyledText> headers;
  for (const Column& column : columns_) headers.emplace_back(std::string(column.header));
  lines(std::move(headers), {"┃", true, header_style_});
  out_ += rule("┡", "━", "╇", "┩");
}

void Table::row(std::vector<StyledText> cells) {
  if (has_rows_) out_ += separator_;
  has_rows_ = true;
  lines(std::move(cells), {"│", false, {}});
}

void Table::end() { out_ += rule("└", "─", "┴", "┘"); }

}  // namespace nnsummary::tables
