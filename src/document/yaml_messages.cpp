#include "document/yaml_messages.h"

#include <fmt/format.h>

#include <algorithm>

namespace nnsummary {
namespace {

size_t line_begin(std::string_view text, size_t offset) {
  const size_t newline = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

size_t indentation_end(std::string_view text, size_t line) {
  return std::min(text.find_first_not_of(' ', line), text.size());
}

char at(const YamlProgress& progress) {
  return progress.offset < progress.text.size() ? progress.text[progress.offset] : '\0';
}

// The list or mapping before `offset` has ended, but the text goes on.
YamlFault unexpected_entry(const YamlProgress& progress) {
  const size_t first = indentation_end(progress.text, line_begin(progress.text, progress.offset));
  if (first != progress.offset) return {progress.offset, "expected the end of the line after this value"};
  const bool is_item = progress.text.substr(first).starts_with("- ");
  return {first, is_item
                     ? "this '-' lines up with no list above: indent it as the other items"
                     : "this line lines up with nothing that it could continue: begin it with '- ' if it is an item "
                       "of the list above, or indent it as the lines that it belongs to"};
}

YamlFault open_bracket(const YamlProgress& progress) {
  const size_t bracket = *progress.bracket;
  const bool is_list = bracket < progress.text.size() && progress.text[bracket] == '[';
  const char end = is_list ? ']' : '}';
  if (line_begin(progress.text, bracket) == line_begin(progress.text, progress.offset)) {
    return {progress.offset, fmt::format("expected ',' or '{}'", end)};
  }
  return {bracket, fmt::format("this '{}' is never closed: expected '{}'", is_list ? '[' : '{', end)};
}

YamlFault wrong_bracket(const YamlProgress& progress) {
  if (!progress.bracket) return {progress.offset, fmt::format("this '{}' closes nothing", at(progress))};
  const char open = progress.text[*progress.bracket];
  return {progress.offset, fmt::format("expected '{}', which closes the '{}' before, found '{}'",
                                       open == '[' ? ']' : '}', open, at(progress))};
}

// A ':' that ends no key.
YamlFault misplaced_colon(const YamlProgress& progress) {
  const size_t line = line_begin(progress.text, progress.offset);
  if (progress.text.substr(line, progress.offset - line).find(": ") != std::string_view::npos) {
    return {progress.offset,
            "a second ':' in one line: put what follows the first in braces, as in 'Dense: {units: 3}'"};
  }
  return {indentation_end(progress.text, line),
          "this line continues the one above: line it up with the lines that it belongs to, or end the one above with "
          "':'"};
}

struct Translation {
  std::string_view parser_message;  // or how it begins
  std::string_view message;
};

// The parser's words for what needs no look at the text.
constexpr Translation kTranslations[] = {
    {"illegal block entry", "a list that begins with '-' begins on a line of its own"},
    {"illegal map key", "a mapping can't begin here: put it in braces or on a line of its own"},
    {"unknown token", "a value can't begin with this character: put it in quotes"},
    {"unknown escape character", "this escape isn't known: write '\\\\' for a backslash"},
    {"bad character found while scanning hex number", "expected hexadecimal digits in this escape"},
    {"invalid unicode", "this escape stands for no character"},
    {"the referenced anchor is not defined", "no anchor before this alias has its name"},
    {"cannot assign multiple anchors", "a value has one anchor at most"},
    {"cannot assign multiple tags", "a value has one tag at most"},
    {"cannot assign multiple aliases", "a value is one alias at most"},
    {"aliases can't have any content", "an alias can't have a tag or an anchor"},
    {"alias not found", "expected the name of an anchor after '*'"},
    {"anchor not found", "expected a name after '&'"},
    {"illegal character found while scanning alias", "this character can't be part of an alias"},
    {"illegal character found while scanning anchor", "this character can't be part of an anchor"},
    {"illegal document indicator", "the string that is open here isn't closed before the next document"},
    {"illegal EOF in scalar", "a string is never closed"},
    {"unexpected character in block scalar", "expected the end of the line after '|' or '>'"},
    {"cannot set zero indentation", "the indentation of a block can't be 0"},
    {"bad YAML version", "expected the version in '%YAML' to be 1.2"},
    {"YAML major version", "only YAML 1 can be read"},
    {"repeated", "this directive is given twice"},
};

}  // namespace

YamlFault explain_yaml_error(std::string_view parser_message, const YamlProgress& progress) {
  if (parser_message == "illegal map value") return misplaced_colon(progress);
  if (parser_message == "illegal flow end") return wrong_bracket(progress);
  if (parser_message.ends_with("flow not found") && progress.bracket) return open_bracket(progress);
  if (parser_message.starts_with("end of")) return unexpected_entry(progress);
  for (const Translation& translation : kTranslations) {
    if (parser_message.starts_with(translation.parser_message)) {
      return {progress.offset, std::string(translation.message)};
    }
  }
  return {progress.offset, "this can't stand here"};
}

}  // namespace nnsummary
