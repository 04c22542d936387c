#include "nnsummary/render.h"

#include <fmt/format.h>

#include <optional>
#include <stdexcept>

#include "summary/pattern.h"

namespace nnsummary {
namespace {

std::pair<std::string, std::string> split(const std::string& range) {
  int depth = 0;
  std::optional<size_t> comma;
  for (size_t i = 0; i < range.size(); ++i) {
    const char c = range[i];
    if (c == '\\') {
      ++i;
    } else if (c == '[' || c == '{' || c == '(') {
      ++depth;
    } else if (c == ']' || c == '}' || c == ')') {
      --depth;
    } else if (c == ',' && depth <= 0) {
      if (comma) throw OptionError("expected START,END, found more than one comma");
      comma = i;
    }
  }
  if (!comma) throw OptionError("expected START,END, found no comma");
  return {range.substr(0, *comma), range.substr(*comma + 1)};
}

struct Matches {
  size_t first = SIZE_MAX;
  size_t last = 0;
};

Matches find(const Summary& summary, const std::string& text, MatchBudget& budget) {
  const Pattern pattern(text, Pattern::Match::AtBeginning);
  Matches result;
  for (size_t i = 0; i < summary.layers.size(); ++i) {
    if (!pattern.matches(summary.layers[i].name, budget)) continue;
    if (result.first == SIZE_MAX) result.first = i;
    result.last = i;
  }
  if (result.first == SIZE_MAX) {
    throw OptionError(fmt::format("'{}' matches no layer of '{}'", text, summary.name));
  }
  return result;
}

}  // namespace

std::pair<size_t, size_t> layer_range(const Summary& summary, const std::string& range) {
  const auto [start_text, end_text] = split(range);
  MatchBudget budget;
  const Matches start = find(summary, start_text, budget);
  const Matches end = find(summary, end_text, budget);
  if (start.first > end.last) return {end.first, start.last + 1};
  return {start.first, end.last + 1};
}

}  // namespace nnsummary
