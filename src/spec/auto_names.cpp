#include "spec/auto_names.h"

namespace nnsummary {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// A capital and the small letters after it begin a word, whatever stands before them.
std::string split_words(const std::string& text) {
  std::string result;
  size_t i = 0;
  while (i < text.size()) {
    result += text[i++];
    if (i + 1 >= text.size() || !is_upper(text[i]) || !is_lower(text[i + 1])) continue;
    result += '_';
    result += text[i++];
    while (i < text.size() && is_lower(text[i])) result += text[i++];
  }
  return result;
}

std::string split_capitals(const std::string& text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && is_lower(text[i - 1]) && is_upper(text[i])) result += '_';
    result += text[i];
  }
  return result;
}

}  // namespace

std::string snake_case(std::string_view class_name) {
  std::string letters;
  for (const char c : class_name) {
    const bool is_word = is_lower(c) || is_upper(c) || (c >= '0' && c <= '9') || c == '_' || (c & 0x80) != 0;
    if (is_word) letters += c;
  }
  std::string result = split_capitals(split_words(letters));
  for (char& c : result) {
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string AutoNames::next(std::string_view class_name) {
  std::string name = snake_case(class_name);
  const auto [entry, is_first] = used_.emplace(name, 0);
  return is_first ? name : name + "_" + std::to_string(++entry->second);
}

}  // namespace nnsummary
