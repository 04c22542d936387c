// Concise specs: models as people write them, in the language that specs/README.md describes.
#pragma once

#include "document/report.h"

namespace nnsummary {

// Returns true for a concise spec, even a faulty one, and false for a file that Keras wrote.
bool is_concise(const Value& root);

// Returns the model in Keras 3's form. Errors go to the report, and placeholders stand for faulty layers; throws
// ModelError if nothing can be made of the spec, or if it repeats layers beyond the limit, which `work` multiplies.
const Value& read_concise(Document& document, double work, Report& report);

}  // namespace nnsummary
