#pragma once

#include <memory>
#include <string>

namespace nnsummary {

// A regular expression as Python has them. What a match may cost is bounded; throws std::invalid_argument where a
// pattern can't be compiled, or takes too long.
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
