// The settings of compile(), and the size of the optimizer's state.
#pragma once

#include <string>
#include <vector>

#include "formats/model_file.h"
#include "nnsummary/summary.h"
#include "spec/spec.h"
#include "summary/optimizer.h"

namespace nnsummary {

// Adds the settings of compile() to the summary and, if the model is built, the optimizer's state to the totals. For
// unknown classes, the stored optimizer tells how many of their weights are trained. Returns the class of an unknown
// optimizer, or "" if there is none. Errors go to the report.
std::string add_compiled(const ModelSpec& model, const ModelFile& file, const std::vector<TrainedWeight>& trained,
                         Summary& summary, Report& report);

}  // namespace nnsummary
