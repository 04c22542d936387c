#include "nnsummary/count.h"

#include <algorithm>

namespace nnsummary {

Count& Count::operator+=(Count other) {
  overflowed_ |= other.overflowed_ | __builtin_add_overflow(value_, other.value_, &value_);
  return *this;
}

Count& Count::operator*=(Count other) {
  overflowed_ |= other.overflowed_ | __builtin_mul_overflow(value_, other.value_, &value_);
  return *this;
}

Count Count::divided_by(uint64_t divisor) const {
  Count result = *this;
  result.value_ /= divisor;
  return result;
}

std::string to_text(Count count, bool grouped) {
  std::string reversed;
  uint128 rest = count.value();
  int digits = 0;
  do {
    if (grouped && digits > 0 && digits % 3 == 0) reversed += ',';
    reversed += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
    ++digits;
  } while (rest > 0);
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

}  // namespace nnsummary
