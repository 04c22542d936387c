// What being compiled adds to a model: the optimizer's state.
#pragma once

#include <string>
#include <vector>

#include "formats/model_file.h"
#include "nnsummary/summary.h"
#include "spec/spec.h"
#include "summary/optimizer.h"

namespace nnsummary {

// Adds the optimizer of a built model to its totals. Where classes aren't known, what the file holds of the optimizer
// says how much it keeps, and so how much of their weights is trained. Returns the name of an optimizer that isn't
// known,
// "" if there is none. Errors go to the report.
std::string add_optimizer(const ModelSpec& model, const ModelFile& file, const std::vector<TrainedWeight>& trained,
                          Totals& totals, Report& report);

}  // namespace nnsummary
