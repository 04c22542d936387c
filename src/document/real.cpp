#include "document/real.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

namespace nnsummary {
namespace {

// Returns the exponent of a literal such as "1e-400"; a very large or small one if it exceeds an int.
int exponent_of(std::string_view literal) {
  const size_t at = literal.find_first_of("eE");
  if (at == std::string_view::npos) return 0;
  std::string_view digits = literal.substr(at + 1);
  if (digits.starts_with('+')) digits.remove_prefix(1);
  int result = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), result);
  if (error == std::errc()) return result;
  constexpr int kLarge = std::numeric_limits<int>::max() / 2;
  return digits.starts_with('-') ? -kLarge : kLarge;
}

// Returns whether a literal that isn't zero is at least 1 in magnitude.
bool is_large(std::string_view literal) {
  const std::string_view mantissa = literal.substr(0, literal.find_first_of("eE"));
  const auto first = static_cast<int64_t>(mantissa.find_first_of("123456789"));
  const auto point = static_cast<int64_t>(std::min(mantissa.find('.'), mantissa.size()));
  const int64_t position = first < point ? point - first - 1 : point - first;
  return position + exponent_of(literal) >= 0;
}

}  // namespace

double read_real(std::string_view literal) {
  double result = 0;
  const auto [end, error] = std::from_chars(literal.begin(), literal.end(), result);
  if (error != std::errc::result_out_of_range) return result;
  const double magnitude = is_large(literal) ? std::numeric_limits<double>::infinity() : 0.0;
  return literal.starts_with('-') ? -magnitude : magnitude;
}

}  // namespace nnsummary
