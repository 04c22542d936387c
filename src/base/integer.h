// An integer that a file gives, with total arithmetic.
#pragma once

#include <fmt/core.h>

#include <compare>
#include <cstdint>

namespace nnsummary {

// An int64. A result beyond int64 and a division by 0 throw LayerError, so that no number of a file can overflow. There
// is no implicit conversion to a built-in integer: an axis goes through Shape::axis(), a size through Dim.
class Integer {
 public:
  constexpr Integer() = default;
  constexpr Integer(int64_t value) : value_(value) {}  // NOLINT: a number is an integer

  constexpr int64_t get() const { return value_; }

  friend constexpr bool operator==(Integer a, Integer b) = default;
  // NOLINTNEXTLINE(modernize-use-nullptr): of the comparison with 0 that the compiler makes
  friend constexpr auto operator<=>(Integer a, Integer b) = default;

  friend Integer operator+(Integer a, Integer b);
  friend Integer operator-(Integer a, Integer b);
  friend Integer operator*(Integer a, Integer b);
  // Rounded down, as Python's `//` and `%`.
  friend Integer operator/(Integer a, Integer b);
  friend Integer operator%(Integer a, Integer b);
  friend Integer operator-(Integer a) { return Integer(0) - a; }

 private:
  int64_t value_ = 0;
};

inline Integer abs(Integer value) { return value < 0 ? -value : value; }

}  // namespace nnsummary

template <>
struct fmt::formatter<nnsummary::Integer> : fmt::formatter<int64_t> {
  template <typename Context>
  auto format(nnsummary::Integer value, Context& context) const {
    return fmt::formatter<int64_t>::format(value.get(), context);
  }
};
