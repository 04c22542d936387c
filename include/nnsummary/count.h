// Counts of parameters, bytes and multiply-adds.
//
// Threads: a Count is a value, like an integer.
#pragma once

#include <cstdint>
#include <string>

namespace [[gnu::visibility("default")]] nnsummary {

__extension__ using uint128 = unsigned __int128;

// An integer of up to 128 bits; Keras's counts are unbounded. A sum or product that doesn't fit sets `overflowed()` in
// every result that depends on it; `value()` is then meaningless.
class Count {
 public:
  constexpr Count() = default;
  constexpr Count(uint64_t value) : value_(value) {}  // NOLINT: implicit on purpose

  constexpr bool overflowed() const { return overflowed_; }
  constexpr uint128 value() const { return value_; }

  Count& operator+=(Count other);
  Count& operator*=(Count other);
  friend Count operator+(Count a, Count b) { return a += b; }
  friend Count operator*(Count a, Count b) { return a *= b; }
  friend bool operator==(Count a, Count b) { return a.value_ == b.value_ && a.overflowed_ == b.overflowed_; }

  // Returns the quotient, rounded down.
  Count divided_by(uint64_t divisor) const;

  double to_double() const { return static_cast<double>(value_); }

 private:
  uint128 value_ = 0;
  bool overflowed_ = false;
};

// Returns "7850" or, if `grouped`, "7,850".
std::string to_text(Count count, bool grouped);

}  // namespace nnsummary
