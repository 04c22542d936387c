#include "document/json_scanner.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "base/utf8.h"
#include "document/value_builder.h"

namespace nnsummary {
namespace {

struct SyntaxError {
  size_t offset;
  std::string message;
};

// Walks over a text token by token. Throws SyntaxError.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) offset_ = 3;
  }

  size_t offset() const { return offset_; }
  bool at_end() const { return offset_ == text_.size(); }

  // The next character that is no white space; 0 at the end.
  char peek() {
    while (!at_end() && (text_[offset_] == ' ' || text_[offset_] == '\n' || text_[offset_] == '\r' ||
                         text_[offset_] == '\t')) {
      ++offset_;
    }
    return at_end() ? '\0' : text_[offset_];
  }

  bool take(char expected) {
    if (peek() != expected || at_end()) return false;
    ++offset_;
    return true;
  }

  void expect(char expected, std::string_view what) {
    if (!take(expected)) fail(what);
  }

  [[noreturn]] void fail(std::string_view expected) {
    peek();
    const std::string found = at_end() ? "the end of the text" : fmt::format("'{}'", text_.substr(offset_, here_length()));
    throw SyntaxError{offset_, fmt::format("invalid JSON: expected {}, found {}", expected, found)};
  }

  // A text, decoded; the scanner stands on its opening quote.
  std::string string();
  // Anything but a text, a list or an object. Texts of big integers stay in the scanned text.
  Value scalar();
  // Steps over one value of any kind.
  void skip();

 private:
  size_t here_length() const { return std::max<size_t>(1, utf8_length(text_.substr(offset_))); }
  void escape(std::string& out);
  uint32_t hex4();
  bool take_word(std::string_view word) {
    if (!text_.substr(offset_).starts_with(word)) return false;
    offset_ += word.size();
    return true;
  }
  Value number();
  size_t digits();

  std::string_view text_;
  size_t offset_ = 0;
};

std::string Scanner::string() {
  std::string result;
  ++offset_;
  while (true) {
    if (at_end()) fail("the closing '\"' of a text");
    const char c = text_[offset_];
    if (c == '"') break;
    if (static_cast<unsigned char>(c) < 0x20) {
      throw SyntaxError{offset_, "invalid JSON: a control character in a text must be escaped, as \\n is"};
    }
    if (c == '\\') {
      escape(result);
      continue;
    }
    const size_t length = utf8_length(text_.substr(offset_));
    if (length == 0) throw SyntaxError{offset_, "the text is not UTF-8"};
    result += text_.substr(offset_, length);
    offset_ += length;
  }
  ++offset_;
  return result;
}

void Scanner::escape(std::string& out) {
  static constexpr std::string_view kLetters = "\"\\/bfnrt";
  static constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
  ++offset_;
  if (at_end()) fail("an escaped character");
  const char letter = text_[offset_++];
  if (const size_t which = kLetters.find(letter); which != std::string_view::npos) {
    out += kMeant[which];
    return;
  }
  if (letter != 'u') {
    throw SyntaxError{offset_ - 1, fmt::format("invalid JSON: '\\{}' is no escape sequence", letter)};
  }
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

uint32_t Scanner::hex4() {
  uint32_t result = 0;
  const char* begin = text_.data() + offset_;
  const size_t length = std::min<size_t>(4, text_.size() - offset_);
  const auto [end, error] = std::from_chars(begin, begin + length, result, 16);
  if (error != std::errc() || end != begin + 4) fail("four hexadecimal digits");
  offset_ += 4;
  return result;
}

size_t Scanner::digits() {
  const size_t begin = offset_;
  while (!at_end() && text_[offset_] >= '0' && text_[offset_] <= '9') ++offset_;
  return offset_ - begin;
}

Value Scanner::number() {
  const size_t begin = offset_;
  if (text_[offset_] == '-') ++offset_;
  const size_t integer_begin = offset_;
  const size_t integer_digits = digits();
  if (integer_digits == 0) fail("a value");
  if (integer_digits > 1 && text_[integer_begin] == '0') {
    throw SyntaxError{integer_begin, "invalid JSON: a number must not begin with 0"};
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
  if (!is_integer) return Value::of_float(std::strtod(std::string(literal).c_str(), nullptr));
  int64_t integer = 0;
  const auto [end, error] = std::from_chars(literal.begin(), literal.end(), integer);
  return error == std::errc() ? Value::of_int(integer) : Value::of_big_int(literal);
}

Value Scanner::scalar() {
  if (take_word("null")) return Value();
  if (take_word("true")) return Value::of_bool(true);
  if (take_word("false")) return Value::of_bool(false);
  if (take_word("NaN")) return Value::of_float(std::numeric_limits<double>::quiet_NaN());
  if (take_word("Infinity")) return Value::of_float(std::numeric_limits<double>::infinity());
  if (take_word("-Infinity")) return Value::of_float(-std::numeric_limits<double>::infinity());
  const char c = peek();
  if (c == '-' || (c >= '0' && c <= '9')) return number();
  fail("a value");
}

void Scanner::skip() {
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
      string();
    } else {
      scalar();
    }
  } while (open > 0);
}

// Reads a whole text with the scanner. The state that recursion would keep is a stack of what is open.
class Reader {
 public:
  Reader(std::string_view text, ValueBuilder& builder, const Limits& limits)
      : scanner_(text), builder_(builder), limits_(limits) {}

  void read() {
    do {
      value();
      while (!open_.empty() && !between_values()) close();
    } while (!open_.empty());
    scanner_.peek();
    if (!scanner_.at_end()) scanner_.fail("the end of the text");
  }

 private:
  // One scalar, or the opening of a list or object that isn't empty.
  void value() {
    while (true) {
      const char c = scanner_.peek();
      if (c != '[' && c != '{') break;
      scanner_.take(c);
      if (!builder_.begin()) {
        throw SyntaxError{scanner_.offset(), fmt::format("nested deeper than {} levels", limits_.depth)};
      }
      open_.push_back(c);
      if (scanner_.peek() == closing()) return close();
      if (c == '{') key();
    }
    if (scanner_.peek() == '"') {
      builder_.text(scanner_.string());
    } else {
      builder_.scalar(scanner_.scalar());
    }
  }

  void key() {
    if (scanner_.peek() != '"') scanner_.fail("a key in double quotes");
    builder_.key(scanner_.string());
    scanner_.expect(':', "':' after a key");
  }

  // True where another value follows in what is open; its key has been read then.
  bool between_values() {
    if (scanner_.take(',')) {
      if (open_.back() == '{') key();
      return true;
    }
    return false;
  }

  void close() {
    const bool list = open_.back() == '[';
    scanner_.expect(closing(), list ? "',' or ']'" : "',' or '}'");
    open_.pop_back();
    list ? builder_.end_list() : builder_.end_object();
  }

  char closing() const { return open_.back() == '[' ? ']' : '}'; }

  Scanner scanner_;
  ValueBuilder& builder_;
  const Limits& limits_;
  std::vector<char> open_;
};

// Moves to the value of the key or index; false where there is none. The scanner stands on the object or list.
bool step_into(Scanner& scanner, const PathStep& step) {
  if (!scanner.take(step.is_index ? '[' : '{')) return false;
  std::optional<Scanner> found;
  for (size_t index = 0; scanner.peek() != (step.is_index ? ']' : '}'); ++index) {
    const bool wanted = step.is_index ? index == step.index : scanner.string() == step.key;
    if (!step.is_index) scanner.expect(':', "':'");
    scanner.peek();
    if (wanted) found = scanner;
    scanner.skip();
    if (!scanner.take(',')) break;
    scanner.peek();
  }
  if (found) scanner = *found;
  return found.has_value();
}

}  // namespace

void scan_json(Document& document, const Limits& limits) {
  ValueBuilder builder(document, limits);
  try {
    Reader(document.text(), builder, limits).read();
  } catch (const SyntaxError& error) {
    throw ModelError({document.at_offset(error.offset, error.message)});
  }
  document.set_root(builder.result());
}

std::optional<size_t> find_json(std::string_view text, std::span<const PathStep> path) {
  Scanner scanner(text);
  scanner.peek();
  try {
    for (const PathStep& step : path) {
      if (!step_into(scanner, step)) return std::nullopt;
    }
  } catch (const SyntaxError&) {
    return std::nullopt;
  }
  return scanner.offset();
}

}  // namespace nnsummary
