#include "diff.h"

#include <algorithm>
#include <vector>

namespace nnsummary::conformance {
namespace {

constexpr size_t kContext = 2;
constexpr size_t kMost = 40;  // lines of either text

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> result;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    result.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return result;
}

void append_lines(const std::vector<std::string_view>& lines, size_t from, size_t to, char mark, std::string& out) {
  for (size_t i = from; i < to; ++i) {
    if (i - from == kMost) {
      out += std::string(1, mark) + " … " + std::to_string(to - i) + " more\n";
      return;
    }
    out += mark;
    out += lines[i];
    out += '\n';
  }
}

}  // namespace

std::string difference(std::string_view want, std::string_view got) {
  if (want == got) return "";
  const auto old_lines = lines_of(want);
  const auto new_lines = lines_of(got);
  const size_t shorter = std::min(old_lines.size(), new_lines.size());
  size_t head = 0;
  while (head < shorter && old_lines[head] == new_lines[head]) ++head;
  size_t tail = 0;
  while (tail < shorter - head && old_lines[old_lines.size() - 1 - tail] == new_lines[new_lines.size() - 1 - tail])
    ++tail;

  std::string result = "--- Keras\n+++ nnsummary\n@@ line " + std::to_string(head + 1) + " @@\n";
  append_lines(old_lines, head - std::min(head, kContext), head, ' ', result);
  append_lines(old_lines, head, old_lines.size() - tail, '-', result);
  append_lines(new_lines, head, new_lines.size() - tail, '+', result);
  append_lines(old_lines, old_lines.size() - tail, old_lines.size() - tail + std::min(tail, kContext), ' ', result);
  return result;
}

}  // namespace nnsummary::conformance
