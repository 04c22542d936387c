// Messages for what yaml-cpp refuses.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nnsummary {

struct YamlFault {
  size_t offset;
  std::string message;
};

// The state of the parser when it stopped.
struct YamlProgress {
  std::string_view text;
  size_t offset = 0;              // where it stopped; at most the size of the text
  std::optional<size_t> bracket;  // the innermost list or mapping in flow style that is open
};

// Returns the message for an error of the parser, and the place where the person who wrote the text finds the fault.
// `parser_message` is yaml-cpp's.
YamlFault explain_yaml_error(std::string_view parser_message, const YamlProgress& progress);

}  // namespace nnsummary
