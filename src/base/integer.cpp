#include "base/integer.h"

#include "base/layer_error.h"

namespace nnsummary {
namespace {

[[noreturn]] void refuse(Integer a, const char* sign, Integer b) {
  throw LayerError{fmt::format("{} {} {} is beyond 64-bit integers", a, sign, b)};
}

void check_divisor(Integer a, Integer b) {
  if (b == 0) throw LayerError{fmt::format("{} is divided by 0", a)};
  if (b == -1 && a == INT64_MIN) refuse(a, "/", b);
}

}  // namespace

Integer operator+(Integer a, Integer b) {
  Integer result;
  if (__builtin_add_overflow(a.value_, b.value_, &result.value_)) refuse(a, "+", b);
  return result;
}

Integer operator-(Integer a, Integer b) {
  Integer result;
  if (__builtin_sub_overflow(a.value_, b.value_, &result.value_)) refuse(a, "-", b);
  return result;
}

Integer operator*(Integer a, Integer b) {
  Integer result;
  if (__builtin_mul_overflow(a.value_, b.value_, &result.value_)) refuse(a, "*", b);
  return result;
}

Integer operator/(Integer a, Integer b) {
  check_divisor(a, b);
  const bool is_rounded_up = a.value_ % b.value_ != 0 && (a < 0) != (b < 0);
  return a.value_ / b.value_ - (is_rounded_up ? 1 : 0);
}

Integer operator%(Integer a, Integer b) {
  check_divisor(a, b);
  const int64_t rest = a.value_ % b.value_;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b.value_ : rest;
}

}  // namespace nnsummary
