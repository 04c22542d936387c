#include "document/json_scanner.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "base/ascii.h"
#include "base/utf8.h"
#include "document/real.h"

namespace nnsummary {
namespace {

bool is_plain(char c) { return c != '"' && c != '\\' && c >= 0x20 && c < 0x7F; }

}  // namespace

void JsonScanner::fail(std::string_view expected) {
  peek();
  const size_t length = std::max<size_t>(1, utf8_length(text_.substr(offset_)));
  const std::string found = at_end() ? "the end of the text" : fmt::format("'{}'", text_.substr(offset_, length));
  throw JsonSyntaxError{offset_, fmt::format("invalid JSON: expected {}, found {}", expected, found)};
}

// Skips one character of a string, which must be valid UTF-8 and no control character.
void JsonScanner::check_character() {
  if (at_end()) fail("the closing '\"' of a string");
  if (static_cast<unsigned char>(text_[offset_]) < 0x20) {
    throw JsonSyntaxError{offset_, "invalid JSON: a control character in a string must be escaped, as in \\n"};
  }
  const size_t length = utf8_length(text_.substr(offset_));
  if (length == 0) throw JsonSyntaxError{offset_, "the text is not UTF-8"};
  offset_ += length;
}

std::string_view JsonScanner::string(std::string& buffer) {
  const size_t begin = ++offset_;
  while (true) {
    while (!at_end() && is_plain(text_[offset_])) ++offset_;
    if (at_end() || text_[offset_] == '"') break;
    if (text_[offset_] == '\\') return string_with_escapes(begin, buffer);
    check_character();
  }
  if (at_end()) fail("the closing '\"' of a string");
  return text_.substr(begin, offset_++ - begin);
}

std::string_view JsonScanner::string_with_escapes(size_t begin, std::string& buffer) {
  buffer.assign(text_.substr(begin, offset_ - begin));
  while (at_end() || text_[offset_] != '"') {
    if (!at_end() && text_[offset_] == '\\') {
      escape(buffer);
      continue;
    }
    const size_t character = offset_;
    check_character();
    buffer += text_.substr(character, offset_ - character);
  }
  ++offset_;
  return buffer;
}

void JsonScanner::escape(std::string& out) {
  static constexpr std::string_view kLetters = "\"\\/bfnrt";
  static constexpr std::string_view kCharacters = "\"\\/\b\f\n\r\t";
  ++offset_;
  if (at_end()) fail("an escaped character");
  const char letter = text_[offset_];
  if (const size_t which = kLetters.find(letter); which != std::string_view::npos) {
    ++offset_;
    out += kCharacters[which];
    return;
  }
  if (letter != 'u') fail("an escape sequence such as \\n or \\u00e9");
  ++offset_;
  uint32_t code_point = hex4();
  const bool high_surrogate = code_point >= 0xD800 && code_point < 0xDC00;
  if (high_surrogate && text_.substr(offset_).starts_with("\\u")) {
    const size_t before = offset_;
    offset_ += 2;
    const uint32_t low = hex4();
    if (low >= 0xDC00 && low < 0xE000) {
      code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
    } else {
      offset_ = before;
    }
  }
  append_utf8(out, code_point);
}

uint32_t JsonScanner::hex4() {
  uint32_t result = 0;
  const char* begin = text_.data() + offset_;
  const size_t length = std::min<size_t>(4, text_.size() - offset_);
  const auto [end, error] = std::from_chars(begin, begin + length, result, 16);
  if (error != std::errc() || end != begin + 4) fail("four hexadecimal digits");
  offset_ += 4;
  return result;
}

size_t JsonScanner::digits() {
  const size_t begin = offset_;
  while (!at_end() && is_digit(text_[offset_])) ++offset_;
  return offset_ - begin;
}

Value JsonScanner::number() {
  const size_t begin = offset_;
  if (text_[offset_] == '-') ++offset_;
  const size_t integer_begin = offset_;
  const size_t integer_digits = digits();
  if (integer_digits == 0) fail("a value");
  if (integer_digits > 1 && text_[integer_begin] == '0') {
    throw JsonSyntaxError{integer_begin, "invalid JSON: a number must not begin with 0"};
  }
  bool is_integer = true;
  if (!at_end() && text_[offset_] == '.') {
    ++offset_;
    is_integer = false;
    if (digits() == 0) fail("digits after the '.'");
  }
  if (!at_end() && (text_[offset_] == 'e' || text_[offset_] == 'E')) {
    ++offset_;
    is_integer = false;
    if (!at_end() && (text_[offset_] == '+' || text_[offset_] == '-')) ++offset_;
    if (digits() == 0) fail("the digits of an exponent");
  }
  const std::string_view literal = text_.substr(begin, offset_ - begin);
  if (is_integer) {
    int64_t integer = 0;
    const auto [end, error] = std::from_chars(literal.begin(), literal.end(), integer);
    return error == std::errc() ? Value::of_int(integer) : Value::of_big_int(literal);
  }
  return Value::of_float(read_real(literal));
}

Value JsonScanner::scalar() {
  switch (peek()) {
    case 'n':
      if (take_word("null")) return Value();
      break;
    case 't':
      if (take_word("true")) return Value::of_bool(true);
      break;
    case 'f':
      if (take_word("false")) return Value::of_bool(false);
      break;
    case 'N':
      if (take_word("NaN")) return Value::of_float(std::numeric_limits<double>::quiet_NaN());
      break;
    case 'I':
      if (take_word("Infinity")) return Value::of_float(std::numeric_limits<double>::infinity());
      break;
    default:
      if (take_word("-Infinity")) return Value::of_float(-std::numeric_limits<double>::infinity());
      if (!at_end() && (text_[offset_] == '-' || is_digit(text_[offset_]))) return number();
  }
  fail("a value");
}

void JsonScanner::skip() {
  std::string buffer;
  size_t open = 0;
  do {
    const char c = peek();
    if (c == '[' || c == '{') {
      ++open;
      ++offset_;
    } else if (c == ']' || c == '}') {
      --open;
      ++offset_;
    } else if (c == ',' || c == ':') {
      ++offset_;
    } else if (c == '"') {
      string(buffer);
    } else {
      scalar();
    }
  } while (open > 0);
}

}  // namespace nnsummary
