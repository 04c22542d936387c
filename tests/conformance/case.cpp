#include "case.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace nnsummary::conformance {
namespace {

size_t skip_blanks(std::string_view text, size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) ++at;
  return at;
}

// Past the string that starts at `at`.
size_t skip_string(std::string_view text, size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

// Past the value that starts at `at`, whatever it is.
size_t skip_value(std::string_view text, size_t at) {
  for (int depth = 0; at < text.size();) {
    const char c = text[at];
    if (depth == 0 && (c == ',' || c == '}' || c == ']')) break;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    at = c == '"' ? skip_string(text, at) : at + 1;
  }
  return at;
}

bool left_out(const Case& item) {
  return std::any_of(item.tags().begin(), item.tags().end(), [](const std::string& tag) {
    return tag.starts_with("needs:custom_objects") || tag.starts_with("oracle-defect");
  });
}

bool is_selected(const Case& item, const std::string& tag) {
  const bool has_model = item.has("model") || item.has("text") || item.has("file") || item.has("generator");
  const bool has_tag = tag.empty() || std::count(item.tags().begin(), item.tags().end(), tag) > 0;
  return has_model && has_tag && !left_out(item);
}

}  // namespace

Case::Case(std::string line, std::filesystem::path folder) : line_(std::move(line)), folder_(std::move(folder)) {
  scan();
  id_ = string("id");
  if (id_.empty()) throw std::runtime_error("a case has no id: " + line_.substr(0, 80));
  if (has("tags")) tags_ = nlohmann::json::parse(raw("tags")).get<std::vector<std::string>>();
}

void Case::scan() {
  const std::string_view line = line_;
  size_t at = skip_blanks(line, 0);
  while (at < line.size() && (line[at] == '{' || line[at] == ',')) {
    const size_t key = skip_blanks(line, at + 1);
    if (key >= line.size() || line[key] != '"') break;
    const size_t key_end = skip_string(line, key);
    const size_t value = skip_blanks(line, skip_blanks(line, key_end) + 1);
    at = skip_value(line, value);
    if (at >= line.size()) break;
    members_.push_back({key + 1, key_end - key - 2, value, at - value});
  }
  if (at >= line.size() || line[at] != '}')
    throw std::runtime_error("a case is no JSON object: " + line_.substr(0, 80));
}

std::string_view Case::raw(std::string_view key) const {
  const std::string_view line = line_;
  for (const Member& member : members_) {
    if (line.substr(member.key_begin, member.key_size) == key)
      return line.substr(member.value_begin, member.value_size);
  }
  return {};
}

std::string Case::string(std::string_view key) const {
  const std::string_view value = raw(key);
  return value.empty() ? std::string() : nlohmann::json::parse(value).get<std::string>();
}

std::vector<Case> read_cases(const std::filesystem::path& file, const std::string& tag) {
  std::ifstream lines(file, std::ios::binary);
  if (!lines) throw std::runtime_error(file.string() + " can't be read");
  std::vector<Case> result;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    Case item(std::move(line), file.parent_path());
    if (is_selected(item, tag)) result.push_back(std::move(item));
  }
  return result;
}

}  // namespace nnsummary::conformance
