#pragma once

#include "document/document.h"

namespace nnsummary {

// Reads one YAML document: block and flow style, anchors and aliases, merge keys (`<<`); scalars by the core schema of
// YAML 1.2, with `_` in numbers, so that `no` and `on` are text; and the tags that PyYAML writes for tuples, Python 2's
// texts and numpy's numbers. Values know their places. Throws ModelError with the place where the text goes wrong.
void read_yaml(Document& document, const Limits& limits = {});

}  // namespace nnsummary
