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

// Returns a positive number that consists of digits, or 0 for anything else. Keras and rich disagree on signs, blanks
// and underscores in COLUMNS, so such values are ignored.
int number(std::string_view text) {
  int result = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), result);
  return error == std::errc() && end == text.end() ? std::max(result, 0) : 0;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  return result;
}

std::string trimmed(const std::string& text) {
  constexpr std::string_view kBlanks = " \t\n\v\f\r";
  const size_t begin = text.find_first_not_of(kBlanks);
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

bool is_terminal(const Environment& environment, ColorWhen when) {
  if (when == ColorWhen::Always) return true;
  const std::string_view compatible = variable(environment, "TTY_COMPATIBLE");
  if (compatible == "0" || compatible == "1") return compatible == "1";
  if (environment.variables.count("FORCE_COLOR") > 0) return !variable(environment, "FORCE_COLOR").empty();
  return environment.stdout_columns.has_value();
}

bool is_dumb(const Environment& environment, ColorWhen when) {
  const std::string term = lower(variable(environment, "TERM"));
  return is_terminal(environment, when) && (term == "dumb" || term == "unknown");
}

}  // namespace

int layout_columns(const Environment& environment) {
  if (const int columns = number(variable(environment, "COLUMNS"))) return columns;
  const int terminal = environment.stdout_columns.value_or(0);
  return terminal > 0 ? terminal : kDefault;
}

int console_columns(const Environment& environment, ColorWhen when) {
  const int columns = number(variable(environment, "COLUMNS"));
  const bool both = columns > 0 && number(variable(environment, "LINES")) > 0;
  if (is_dumb(environment, when) && !both) return kDefault;
  if (columns > 0) return columns;
  for (const auto& terminal : {environment.stdin_columns, environment.stdout_columns, environment.stderr_columns}) {
    if (terminal) return *terminal > 0 ? *terminal : kDefault;
  }
  return kDefault;
}

Coloring coloring(const Environment& environment, ColorWhen when) {
  if (when == ColorWhen::Never || !is_terminal(environment, when) || is_dumb(environment, when)) return Coloring::None;
  if (when == ColorWhen::Auto && !variable(environment, "NO_COLOR").empty()) return Coloring::BoldOnly;
  const std::string color_term = trimmed(lower(variable(environment, "COLORTERM")));
  if (color_term == "truecolor" || color_term == "24bit") return Coloring::Colors256;
  const std::string term = trimmed(lower(variable(environment, "TERM")));
  // The part after the last hyphen, or all of it.
  const std::string colors = term.substr(term.rfind('-') + 1);
  return colors == "256color" || colors == "kitty" ? Coloring::Colors256 : Coloring::Colors16;
}

}  // namespace nnsummary::cli
