#pragma once

#include "document/document.h"

namespace nnsummary {

// Reads one YAML document: block and flow style, anchors, aliases and merge keys (`<<`). Scalars follow the core schema
// of YAML 1.2, so that `no` and `on` are strings, and may have `_` in numbers. Takes the tags that PyYAML writes for
// tuples, Python 2's strings and NumPy's numbers. Throws ModelError, with the place, if the text isn't YAML or exceeds
// a limit. A key that an object has twice is an error, except in a model that Keras wrote, where the last one holds.
void read_yaml(Document& document, const Limits& limits = {});

}  // namespace nnsummary
