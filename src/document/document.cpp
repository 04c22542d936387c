#include "document/document.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cell_width.h"
#include "base/printable.h"
#include "base/utf8.h"

namespace nnsummary {
namespace {

// Returns the steps from the root to a value, or nullopt if the value isn't in the tree. Doesn't recurse, since a text
// may be nested deeply: each level keeps the index of its next child.
std::optional<std::vector<PathStep>> path_to(const Value& root, const Value* wanted) {
  struct Level {
    const Value* value;
    size_t next = 0;
  };
  if (&root == wanted) return std::vector<PathStep>{};
  std::vector<Level> levels{{&root}};
  while (!levels.empty()) {
    Level& level = levels.back();
    const bool list = level.value->is_list();
    const size_t size = list                       ? level.value->items().size()
                        : level.value->is_object() ? level.value->members().size()
                                                   : 0;
    if (level.next == size) {
      levels.pop_back();
      continue;
    }
    const size_t i = level.next++;
    const Value* child = list ? &level.value->items()[i] : &level.value->members()[i].value;
    levels.push_back({child});
    if (child == wanted) break;
  }
  if (levels.empty()) return std::nullopt;
  std::vector<PathStep> path;
  for (size_t i = 0; i + 1 < levels.size(); ++i) {
    const Value& value = *levels[i].value;
    const size_t taken = levels[i].next - 1;
    path.push_back(value.is_list() ? PathStep{{}, taken, true} : PathStep{value.members()[taken].key, 0, false});
  }
  return path;
}

std::string json_pointer(std::span<const PathStep> path) {
  std::string result;
  for (const PathStep& step : path) {
    result += '/';
    if (step.is_index) result += fmt::format("{}", step.index);
    for (const char c : step.key) {
      if (c == '~' || c == '/') {
        result += c == '~' ? "~0" : "~1";
      } else {
        result += c;
      }
    }
  }
  return result;
}

constexpr std::string_view kTab = "\t";

// Returns white space as wide as the text. Tabs stay, since their width depends on the terminal.
std::string blanks_below(std::string_view text) {
  std::string result;
  while (true) {
    const size_t tab = std::min(text.find('\t'), text.size());
    result.append(static_cast<size_t>(cell_width(text.substr(0, tab))), ' ');
    if (tab == text.size()) return result;
    result += '\t';
    text.remove_prefix(tab + 1);
  }
}

// Returns the line that contains `offset`, or the part around it if the line is long, and below it a line with a caret.
std::string source_of(std::string_view text, size_t offset) {
  constexpr size_t kBefore = 60;
  constexpr size_t kMost = 100;
  const size_t newline = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const size_t line = newline == std::string_view::npos ? 0 : newline + 1;
  size_t begin = offset - line > kMost - 20 ? offset - kBefore : line;
  size_t end = std::min({text.find_first_of("\r\n", offset), begin + kMost, text.size()});
  const auto continues = [text](size_t at) { return at < text.size() && is_continuation(text[at]); };
  while (continues(begin)) ++begin;
  while (continues(end)) ++end;
  const std::string line_text = printable(text.substr(begin, end - begin), kTab);
  return fmt::format("  {}\n  {}^", line_text, blanks_below(printable(text.substr(begin, offset - begin), kTab)));
}

}  // namespace

void Document::seal() {
  if (!sealed_) std::sort(origins_.begin(), origins_.end());
  sealed_ = true;
}

const Value* Document::original(const Value* value) const {
  while (true) {
    const auto found = sealed_ ? std::lower_bound(origins_.begin(), origins_.end(),
                                                  std::pair(value, static_cast<const Value*>(nullptr)))
                               : std::find_if(origins_.begin(), origins_.end(),
                                              [value](const auto& origin) { return origin.first == value; });
    if (found == origins_.end() || found->first != value) return value;
    value = found->second;
  }
}

void Document::set_line(Diagnostic& diagnostic, size_t offset) const {
  const std::string_view before = std::string_view(text_).substr(0, offset);
  const size_t line_start = before.rfind('\n');
  diagnostic.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  diagnostic.column = static_cast<int>(line_start == std::string_view::npos ? offset + 1 : offset - line_start);
  if (shows_source_) diagnostic.source = source_of(text_, offset);
}

std::optional<size_t> Document::offset_of(const Value* value, std::span<const PathStep> path, bool key) const {
  if (places_.empty()) return find_json(text_, path, key);
  const auto found = std::find_if(places_.begin(), places_.end(), [value](auto& p) { return p.first == value; });
  if (found == places_.end()) return std::nullopt;
  return key ? found->second.key.value_or(found->second.offset) : found->second.offset;
}

Diagnostic Document::at(Severity severity, const Value* value, bool key, std::string message) const {
  Diagnostic result;
  result.severity = severity;
  result.file = file_;
  result.message = std::move(message);
  value = original(value);
  const auto path = value ? path_to(root_, value) : std::nullopt;
  if (!path) return result;
  result.pointer = json_pointer(*path);
  if (const auto offset = offset_of(value, *path, key)) set_line(result, *offset);
  return result;
}

Diagnostic Document::at(Severity severity, const Value* value, std::string message) const {
  return at(severity, value, false, std::move(message));
}

Diagnostic Document::at_key(Severity severity, const Value* value, std::string message) const {
  return at(severity, value, true, std::move(message));
}

Diagnostic Document::at_offset(size_t offset, std::string message, std::string_view code) const {
  Diagnostic result;
  result.code = code;
  result.file = file_;
  result.message = std::move(message);
  set_line(result, offset);
  return result;
}

}  // namespace nnsummary
