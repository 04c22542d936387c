#include "spec/auto_names.h"

#include <fmt/format.h>

namespace nnsummary {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

// "ReLU" is "re_lu", "Conv2DTranspose" is "conv2d_transpose": a word begins at a capital that a small letter follows,
// and at one that follows a small letter.
std::string snake_case(std::string_view name) {
  std::string result;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool begins_word = i + 1 < name.size() && is_lower(name[i + 1]);
    if (i > 0 && is_upper(name[i]) && (begins_word || is_lower(name[i - 1]))) result += '_';
    result += lower(name[i]);
  }
  return result;
}

}  // namespace

std::string AutoNames::next(std::string_view class_name) {
  std::string name = snake_case(class_name);
  const int number = taken_[name]++;
  return number == 0 ? name : fmt::format("{}_{}", name, number);
}

}  // namespace nnsummary
