// Models as text: what Keras's to_json() and to_yaml() write, in any of its dialects, and the concise spec in either
// notation. Which of these it is follows from the values, and is the spec's business.
#pragma once

#include "document/document.h"

namespace nnsummary {

bool sniff_json(std::string_view bytes);

// Anything else whose first line could be one of YAML.
bool sniff_yaml(std::string_view bytes);

}  // namespace nnsummary
