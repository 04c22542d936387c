// Counts of parameters, bytes and multiply-adds.
//
// Threads: a Count is a value, as an integer is.
#pragma once

#include <cstdint>
#include <string>

namespace [[gnu::visibility("default")]] nnsummary {

__extension__ using uint128 = unsigned __int128;

// A count that Keras holds as an unbounded integer: 128 bits, and a flag once even those are exceeded. A Count that
// overflowed stays so, and is never printed as a number.
class Count {
 public:
  constexpr Count() = default;
  constexpr Count(uint64_t value) : value_(value) {}  // NOLINT: a number is a count

  constexpr bool overflowed() const { return overflowed_; }
  constexpr uint128 value() const { return value_; }

  Count& operator+=(Count other);
  Count& operator*=(Count other);
  friend Count operator+(Count a, Count b) { return a += b; }
  friend Count operator*(Count a, Count b) { return a *= b; }
  friend bool operator==(Count a, Count b) { return a.value_ == b.value_ && a.overflowed_ == b.overflowed_; }

  // Floor division by a small number, as for a batch size or 8 bits a byte.
  Count divided_by(uint64_t divisor) const;

  double to_double() const { return static_cast<double>(value_); }

 private:
  uint128 value_ = 0;
  bool overflowed_ = false;
};

// "7850", or with `grouped` "7,850".
std::string to_text(Count count, bool grouped);

}  // namespace nnsummary
