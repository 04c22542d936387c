// Recognizes JSON and YAML: what Keras's to_json() and to_yaml() write, and concise specs.
#pragma once

#include <string_view>

namespace nnsummary {

bool sniff_json(std::string_view bytes);

// Takes any text whose first line could be YAML, but for comments.
bool sniff_yaml(std::string_view bytes);

}  // namespace nnsummary
