#include "document/yaml_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>

#include "base/ascii.h"
#include "document/real.h"

namespace nnsummary {
namespace {

constexpr std::string_view kStandard = "tag:yaml.org,2002:";
constexpr std::string_view kPython = "python/";

bool is_any_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::string without_underscores(std::string_view text) {
  std::string result(text);
  result.erase(std::remove(result.begin(), result.end(), '_'), result.end());
  return result;
}

// Reads 0x10, 0o17 or 0b11, without the sign.
std::optional<Value> based_integer(std::string_view digits, bool negative) {
  if (digits.size() < 3 || digits[0] != '0') return std::nullopt;
  const int base = digits[1] == 'x' ? 16 : digits[1] == 'o' ? 8 : digits[1] == 'b' ? 2 : 0;
  if (base == 0) return std::nullopt;
  int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.begin() + 2, digits.end(), value, base);
  if (error != std::errc() || end != digits.end() || value < 0) return std::nullopt;
  return Value::of_int(negative ? -value : value);
}

std::optional<Value> decimal_integer(std::string_view digits, bool negative, Arena& arena) {
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
  int64_t value = 0;
  const std::string signed_digits = (negative ? "-" : "") + std::string(digits);
  const char* last = signed_digits.data() + signed_digits.size();
  if (std::from_chars(signed_digits.data(), last, value).ec == std::errc()) return Value::of_int(value);
  return Value::of_big_int(arena.copy(std::string_view(signed_digits)));
}

// Matches [0-9]+(.[0-9]*)?([eE][-+]?[0-9]+)?, or .[0-9]+ with the same exponent.
bool is_decimal(std::string_view text) {
  size_t i = 0;
  const auto digits = [&] {
    const size_t first = i;
    while (i < text.size() && is_digit(text[i])) ++i;
    return i - first;
  };
  size_t found = digits();
  if (i < text.size() && text[i] == '.') {
    ++i;
    found += digits();
  }
  if (found == 0) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    if (digits() == 0) return false;
  }
  return i == text.size();
}

std::optional<Value> number(std::string_view text, Arena& arena) {
  // Rules out most strings of a model quickly.
  if (text.empty() || !(is_digit(text[0]) || text[0] == '-' || text[0] == '+' || text[0] == '.')) return std::nullopt;
  if (is_any_of(text, {".nan", ".NaN", ".NAN"})) return Value::of_float(std::numeric_limits<double>::quiet_NaN());
  const bool negative = text[0] == '-';
  std::string_view unsigned_text = text.substr(negative || text[0] == '+' ? 1 : 0);
  if (is_any_of(unsigned_text, {".inf", ".Inf", ".INF"})) {
    const double infinity = std::numeric_limits<double>::infinity();
    return Value::of_float(negative ? -infinity : infinity);
  }
  const bool grouped = !unsigned_text.empty() && unsigned_text[0] != '_';
  const std::string digits = grouped ? without_underscores(unsigned_text) : std::string(unsigned_text);
  if (const auto value = based_integer(digits, negative)) return value;
  if (const auto value = decimal_integer(digits, negative, arena)) return value;
  if (!is_decimal(digits)) return std::nullopt;
  const double value = read_real(digits);
  return Value::of_float(negative ? -value : value);
}

std::optional<std::string> decode_base64(std::string_view text) {
  static constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '=' || c == '\n' || c == ' ') continue;
    const size_t value = kLetters.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6) | static_cast<uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    result += static_cast<char>((bits >> count) & 0xFF);
  }
  return result;
}

template <typename T>
T from_bytes(std::string_view bytes) {
  T result;
  std::memcpy(&result, bytes.data(), sizeof result);
  return result;
}

// Reads a number from the bytes of a NumPy scalar whose dtype is, for example, "i8".
std::optional<Value> numpy_number(std::string_view dtype, std::string bytes, bool big_endian) {
  if (big_endian) std::reverse(bytes.begin(), bytes.end());
  if (dtype.size() != 2 || bytes.size() != static_cast<size_t>(dtype[1] - '0')) return std::nullopt;
  if (dtype == "f8") return Value::of_float(from_bytes<double>(bytes));
  if (dtype == "f4") return Value::of_float(static_cast<double>(from_bytes<float>(bytes)));
  if (dtype == "b1") return Value::of_bool(bytes[0] != 0);
  if (dtype[0] != 'i' && dtype[0] != 'u') return std::nullopt;
  const bool negative = dtype[0] == 'i' && static_cast<signed char>(bytes.back()) < 0;
  bytes.resize(sizeof(int64_t), negative ? '\xFF' : '\0');
  return Value::of_int(from_bytes<int64_t>(bytes));
}

// Reads multiarray.scalar(dtype(*args), bytes), where the dtype's state tells the byte order.
std::optional<Value> numpy_scalar(const Value& list) {
  if (list.items().size() != 2 || !list.items()[1].is_string()) return std::nullopt;
  const Value* args = list.items()[0].find("args");
  const Value* state = list.items()[0].find("state");
  if (!args || args->items().empty() || !args->items()[0].is_string()) return std::nullopt;
  const bool big_endian =
      state && state->items().size() > 1 && state->items()[1].is_string() && state->items()[1].string() == ">";
  return numpy_number(args->items()[0].string(), std::string(list.items()[1].string()), big_endian);
}

// Returns the name of a standard tag or one of Python's, "int" or "python/tuple"; empty for any other.
std::string_view name_of(std::string_view tag) {
  return tag.starts_with(kStandard) ? tag.substr(kStandard.size()) : std::string_view();
}

// Returns a name without "python/": PyYAML writes "python/int" for one of Python 2's two integer types, for example.
std::string_view plain_name(std::string_view name) {
  return name.starts_with(kPython) ? name.substr(kPython.size()) : name;
}

}  // namespace

Value plain_scalar(std::string_view text, Arena& arena) {
  if (is_any_of(text, {"", "~", "null", "Null", "NULL"})) return Value();
  if (is_any_of(text, {"true", "True", "TRUE"})) return Value::of_bool(true);
  if (is_any_of(text, {"false", "False", "FALSE"})) return Value::of_bool(false);
  return number(text, arena).value_or(Value::of_string(text));
}

std::optional<Value> tagged_scalar(std::string_view tag, std::string_view text, Arena& arena) {
  if (tag == "?") return plain_scalar(text, arena);
  if (tag == "!") return Value::of_string(text);
  const std::string_view name = plain_name(name_of(tag));
  if (name == "str" || name == "unicode") return Value::of_string(text);
  if (name == "binary" || name == "bytes") {
    const auto bytes = decode_base64(text);
    return bytes ? std::optional(Value::of_string(arena.copy(std::string_view(*bytes)))) : std::nullopt;
  }
  const Value value = plain_scalar(text, arena);
  if (name == "int" || name == "long") return value.is_number() ? std::optional(value) : std::nullopt;
  if (name == "float") return value.is_number() ? std::optional(Value::of_float(value.number())) : std::nullopt;
  if (name == "bool") return value.is_bool() ? std::optional(value) : std::nullopt;
  if (name == "null") return value.is_null() ? std::optional(value) : std::nullopt;
  if (name == "none") return Value();
  return std::nullopt;
}

std::optional<Value> tagged_list(std::string_view tag, const Value& list) {
  if (tag == "?" || tag == "!") return list;
  const std::string_view name = plain_name(name_of(tag));
  if (name == "seq" || name == "list" || name == "tuple") return list;
  if (name == "object/apply:numpy.core.multiarray.scalar" || name == "object/apply:numpy._core.multiarray.scalar") {
    return numpy_scalar(list);
  }
  return std::nullopt;
}

std::optional<Value> tagged_object(std::string_view tag, const Value& object) {
  if (tag == "?" || tag == "!") return object;
  const std::string_view name = plain_name(name_of(tag));
  // A dtype stays an object, which numpy_scalar() reads.
  const bool known = name == "map" || name == "dict" || name == "object/apply:numpy.dtype";
  return known ? std::optional(object) : std::nullopt;
}

std::string tag_text(std::string_view tag) {
  const std::string_view name = name_of(tag);
  return name.empty() ? std::string(tag) : fmt::format("!!{}", name);
}

}  // namespace nnsummary
