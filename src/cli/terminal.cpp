#include "cli/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace nnsummary::cli {
namespace {

constexpr int kDefault = 80;

std::string_view variable(const Environment& environment, std::string_view name) {
  const auto found = environment.variables.find(name);
  return found == environment.variables.end() ? std::string_view() : std::string_view(found->second);
}

// A positive number written in digits alone; 0 otherwise. Where Keras's reading of COLUMNS and rich's differ (a sign,
// blanks, an underscore), neither counts.
int number(std::string_view text) {
  int result = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), result);
  return error == std::errc() && end == text.end() ? std::max(result, 0) : 0;
}

bool is_dumb(const Environment& environment) {
  const std::string_view term = variable(environment, "TERM");
  return environment.stdout_columns && (term == "dumb" || term == "unknown");
}

}  // namespace

int layout_columns(const Environment& environment) {
  if (const int columns = number(variable(environment, "COLUMNS"))) return columns;
  const int terminal = environment.stdout_columns.value_or(0);
  return terminal > 0 ? terminal : kDefault;
}

int console_columns(const Environment& environment) {
  const int columns = number(variable(environment, "COLUMNS"));
  const bool both = columns > 0 && number(variable(environment, "LINES")) > 0;
  if (is_dumb(environment) && !both) return kDefault;
  if (columns > 0) return columns;
  for (const auto& terminal : {environment.stdin_columns, environment.stdout_columns, environment.stderr_columns}) {
    if (terminal) return *terminal > 0 ? *terminal : kDefault;
  }
  return kDefault;
}

std::string shown_on_terminal(std::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    // U+0080 to U+009F are controls as well; in UTF-8 they are two bytes.
    const bool two_bytes = c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) {
      result += fmt::format("\\x{:02x}", c);
    } else if (two_bytes) {
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[++i]));
    } else {
      result += text[i];
    }
  }
  return result;
}

}  // namespace nnsummary::cli
