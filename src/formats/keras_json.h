#pragma once

#include "document/document.h"

namespace nnsummary {

// What model.to_json() writes, in any of its dialects.
bool sniff_keras_json(std::string_view bytes);
void read_keras_json(Document& document);

}  // namespace nnsummary
