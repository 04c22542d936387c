#pragma once

#include <memory>
#include <string>

namespace nnsummary {

// A regular expression in Python's syntax. The cost of a match is limited. Throws std::invalid_argument if the pattern
// can't be compiled, or a match takes too long.
class Pattern {
 public:
  enum class Match { AtBeginning, Anywhere, Whole };

  Pattern(const std::string& text, Match match);
  ~Pattern();
  Pattern(Pattern&&) noexcept;

  bool matches(const std::string& text) const;

 private:
  struct Compiled;
  std::string text_;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace nnsummary
