// What compile() adds to a model: its settings, and the optimizer's state.
#pragma once

#include <string>
#include <vector>

#include "formats/model_file.h"
#include "nnsummary/summary.h"
#include "spec/spec.h"
#include "summary/optimizer.h"

namespace nnsummary {

// Adds how the model is compiled, and, to the totals of a built model, the optimizer's state. Where classes aren't known,
// what the file holds of the optimizer says how much of their weights is trained. Returns the name of an optimizer that
// isn't known, "" if there is none. Errors go to the report.
std::string add_compiled(const ModelSpec& model, const ModelFile& file, const std::vector<TrainedWeight>& trained,
                         Summary& summary, Report& report);

}  // namespace nnsummary
