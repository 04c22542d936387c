#include "spec/auto_names.h"

#include "base/ascii.h"

namespace nnsummary {
namespace {

// Puts an underscore before each upper-case letter that lower-case letters follow: the first step of to_snake_case.
std::string split_words(std::string_view text) {
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

// Puts an underscore between a lower-case and an upper-case letter: the second step.
std::string split_capitals(std::string_view text) {
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
    const bool is_word = is_lower(c) || is_upper(c) || is_digit(c) || c == '_' || (c & 0x80) != 0;
    if (is_word) letters += c;
  }
  return to_lower(split_capitals(split_words(letters)));
}

std::string AutoNames::next(std::string_view class_name) {
  std::string name = snake_case(class_name);
  const auto [entry, is_first] = used_.emplace(name, 0);
  return is_first ? name : name + "_" + std::to_string(entry->second += step_);
}

void AutoNames::skip(std::string_view class_name, int count) {
  const auto [entry, is_first] = used_.emplace(snake_case(class_name), count - 1);
  if (!is_first) entry->second += count;
}

}  // namespace nnsummary
