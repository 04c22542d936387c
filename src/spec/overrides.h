#pragma once

#include "document/report.h"
#include "spec/reading.h"

namespace nnsummary {

// Returns `model`, in Keras 3's form, with the given input shapes, and without the shapes that it records: those that
// layers were built for and those of tensors. Returns `model` itself if nothing is overridden.
const Value& with_overrides(Document& document, const Value& model, const Overrides& overrides, Report& report);

}  // namespace nnsummary
