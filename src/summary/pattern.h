#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace nnsummary {

// What all matches of some patterns together may cost, in steps of a pattern at a place of the text.
struct MatchBudget {
  int64_t steps = 5'000'000;
};

// A regular expression in Python's syntax. Throws std::invalid_argument if the pattern can't be compiled, or a match
// exceeds the budget.
class Pattern {
 public:
  enum class Match { AtBeginning, Anywhere, Whole };

  Pattern(const std::string& text, Match match);
  ~Pattern();
  Pattern(Pattern&&) noexcept;

  bool matches(const std::string& text, MatchBudget& budget) const;

 private:
  struct Compiled;
  std::string text_;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace nnsummary
