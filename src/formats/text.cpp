#include "formats/text.h"

#include <algorithm>

namespace nnsummary {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kSpace = " \t\r\n";

// Returns the text from the first character that is not white space.
std::string_view from_first(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  return bytes.substr(std::min(bytes.find_first_not_of(kSpace), bytes.size()));
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 && kSpace.find(c) == std::string_view::npos; }

bool is_comment(std::string_view line) {
  const size_t first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos || line[first] == '#';
}

}  // namespace

// A JSON object begins with a quoted key; a YAML mapping in flow style rarely does.
bool sniff_json(std::string_view bytes) {
  const std::string_view text = from_first(bytes);
  // A string may hold the JSON of a model.
  if (text.starts_with('[') || text.starts_with("\"{") || text.starts_with("\"\\\"{")) return true;
  if (!text.starts_with('{')) return false;
  const std::string_view inside = from_first(text.substr(1));
  return inside.empty() || inside.front() == '"' || inside.front() == '}';
}

bool sniff_yaml(std::string_view bytes) {
  std::string_view text = from_first(bytes);
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (!is_comment(line)) {
      const bool is_text = std::none_of(line.begin(), line.end(), is_control);
      const bool is_mapping = line.find(':') != std::string_view::npos || line.starts_with("? ");
      return is_text && (is_mapping || line.starts_with("---") || line.front() == '%' || line.front() == '{');
    }
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return false;
}

}  // namespace nnsummary
