// Splits a JSON text into tokens. Also takes what Python's json module writes beyond the standard: NaN, Infinity, lone
// surrogates (read as U+FFFD) and integers of any size.
#pragma once

#include <string>
#include <string_view>

#include "document/value.h"

namespace nnsummary {

struct JsonSyntaxError {
  size_t offset;
  std::string message;
  std::string_view code = "syntax";  // see nnsummary/error.h
};

class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text) : text_(text) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text_.starts_with(kByteOrderMark)) offset_ = kByteOrderMark.size();
  }

  size_t offset() const { return offset_; }
  bool at_end() const { return offset_ == text_.size(); }

  // Skips white space and returns the next character, or 0 at the end.
  char peek() {
    while (!at_end()) {
      const char c = text_[offset_];
      if (c != ' ' && c != '\n' && c != '\t' && c != '\r') return c;
      ++offset_;
    }
    return '\0';
  }

  bool take(char expected) {
    if (peek() != expected || at_end()) return false;
    ++offset_;
    return true;
  }

  // These throw JsonSyntaxError.
  void expect(char expected, std::string_view what) {
    if (!take(expected)) fail(what);
  }
  [[noreturn]] void fail(std::string_view expected);

  // Reads the string whose opening quote is next. Returns a view of the text, or of `buffer` if it has escapes.
  std::string_view string(std::string& buffer);
  // Reads a number, a bool or null. The digits of a big integer are a view of the text.
  Value scalar();
  // Skips one value of any type.
  void skip();

 private:
  std::string_view string_with_escapes(size_t begin, std::string& buffer);
  void check_character();
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

}  // namespace nnsummary
