// Walks over a JSON text token by token. It takes what Python's json module writes beyond the standard: NaN, Infinity,
// lone surrogates (read as U+FFFD), integers of any size.
#pragma once

#include <string>
#include <string_view>

#include "document/value.h"

namespace nnsummary {

struct JsonSyntaxError {
  size_t offset;
  std::string message;
};

class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text) : text_(text) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text_.starts_with(kByteOrderMark)) offset_ = kByteOrderMark.size();
  }

  size_t offset() const { return offset_; }
  bool at_end() const { return offset_ == text_.size(); }

  // The next character that is no white space, where the scanner then stands; 0 at the end.
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

  // The text on whose opening quote the scanner stands: part of what is scanned, or, where it has escapes, of `buffer`.
  std::string_view string(std::string& buffer);
  // Anything but a text, a list or an object. The digits of a big integer are part of what is scanned.
  Value scalar();
  // Steps over one value of any kind.
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
