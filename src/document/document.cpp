#include "document/document.h"

#include <fmt/format.h>

#include <algorithm>

#include "document/find_json.h"

namespace nnsummary {
namespace {

// The steps from the root to a value, found by its address. Nothing recurses: a path is kept as what is still to be
// looked at on each level.
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

void set_place(Diagnostic& diagnostic, std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const size_t line_start = before.rfind('\n');
  diagnostic.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  diagnostic.column = static_cast<int>(line_start == std::string_view::npos ? offset + 1 : offset - line_start);
}

}  // namespace

const Value* Document::original(const Value* value) const {
  if (!origins_sorted_) std::sort(origins_.begin(), origins_.end());
  origins_sorted_ = true;
  while (true) {
    const auto found = std::lower_bound(origins_.begin(), origins_.end(), std::pair(value, (const Value*)nullptr));
    if (found == origins_.end() || found->first != value) return value;
    value = found->second;
  }
}

Diagnostic Document::at(Severity severity, const Value* value, std::string message) const {
  Diagnostic result;
  result.severity = severity;
  result.file = file_;
  result.message = std::move(message);
  value = original(value);
  const auto path = value ? path_to(root_, value) : std::nullopt;
  if (!path) return result;
  result.pointer = json_pointer(*path);
  if (const auto offset = find_json(text_, *path)) set_place(result, text_, *offset);
  return result;
}

Diagnostic Document::at_offset(size_t offset, std::string message) const {
  Diagnostic result;
  result.file = file_;
  result.message = std::move(message);
  set_place(result, text_, offset);
  return result;
}

}  // namespace nnsummary
