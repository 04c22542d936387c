#include "base/nearest.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"

namespace nnsummary {
namespace {

// Returns how many insertions, deletions, replacements and swaps of neighbours turn one string into the other, ignoring
// case.
size_t distance(std::string_view a, std::string_view b) {
  const auto same = [&](size_t i, size_t j) { return to_lower(a[i]) == to_lower(b[j]); };
  std::vector<std::vector<size_t>> table(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
        continue;
      }
      size_t best = table[i - 1][j - 1] + (same(i - 1, j - 1) ? 0 : 1);
      best = std::min({best, table[i - 1][j] + 1, table[i][j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1);
      table[i][j] = swapped ? std::min(best, table[i - 2][j - 2] + 1) : best;
    }
  }
  return table[a.size()][b.size()];
}

}  // namespace

std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates) {
  constexpr size_t kLongest = 100;
  if (name.size() > kLongest) return {};
  std::string_view best;
  size_t best_distance = name.size() / 3 + 1;
  for (const std::string_view candidate : candidates) {
    const size_t d = distance(name, candidate);
    if (d <= best_distance && (best.empty() || d < best_distance)) {
      best = candidate;
      best_distance = d;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
  const std::string_view found = nearest(name, candidates);
  return found.empty() ? std::string() : fmt::format("; did you mean '{}'?", found);
}

}  // namespace nnsummary
