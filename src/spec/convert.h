// A file of an older Keras in the form of Keras 3.
#pragma once

#include "document/report.h"
#include "spec/writer.h"

namespace nnsummary {

// The model `root` as Keras 3 would have written it. Errors go to the report; throws ModelError where nothing can be
// made of it.
const Value& convert_root(Document& document, const Value& root, const Writer& writer, Report& report);

}  // namespace nnsummary
