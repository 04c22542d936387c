// One dimension of a shape, and the arithmetic that it came from.
#pragma once

#include <cstdint>

#include "base/integer.h"

namespace nnsummary {

struct Expr;

// A size along one axis: a known int64, or None (it varies, as the batch does). Arithmetic with None gives None, and a
// result beyond int64 gives a dimension that is `too_large()`; both stay what they are through further arithmetic.
//
// While something is explained, a dimension also points to the expression it came from, which lives in an ExprPool and
// grows with the arithmetic that counts: a formula can't drift from its number. Otherwise that pointer is null and
// arithmetic costs only its integers.
class Dim {
 public:
  constexpr Dim() = default;                                                       // None
  constexpr Dim(int64_t value) : value_(value > kTooLarge ? value : kTooLarge) {}  // NOLINT: a number is a dimension
  constexpr Dim(Integer value) : Dim(value.get()) {}                               // NOLINT
  constexpr Dim(int64_t value, const Expr* expr) : value_(value), expr_(expr) {}

  constexpr bool known() const { return value_ > kTooLarge; }
  constexpr bool none() const { return value_ == kNone; }
  constexpr bool too_large() const { return value_ == kTooLarge; }

  // Throws LayerError for a dimension that isn't known.
  Integer value() const {
    if (!known()) refuse();
    return value_;
  }
  constexpr const Expr* expr() const { return expr_; }

  // The same size under the name that the field gives it ("inputs", "filters"); it becomes a leaf of formulas.
  Dim as(const char* name) const;

  // The same size as a leaf without a name, for a value that came out of one layer and goes into another.
  constexpr Dim plain() const { return {value_, nullptr}; }

  // Same size; two None are equal, their expressions don't matter.
  friend constexpr bool operator==(Dim a, Dim b) { return a.value_ == b.value_; }

  friend Dim operator+(Dim a, Dim b);
  friend Dim operator-(Dim a, Dim b);
  friend Dim operator*(Dim a, Dim b);
  // Rounded down, as Python's `//` and `%`. A divisor of 0 throws LayerError.
  friend Dim operator/(Dim a, Dim b);
  friend Dim operator%(Dim a, Dim b);

 private:
  static constexpr int64_t kNone = INT64_MIN;
  static constexpr int64_t kTooLarge = INT64_MIN + 1;
  static Dim exceptional(Dim a, Dim b);
  [[noreturn]] void refuse() const;

  int64_t value_ = kNone;
  const Expr* expr_ = nullptr;
};

Dim ceil_divide(Dim a, Dim b);
Dim max(Dim a, Dim b);

}  // namespace nnsummary
