// Why a layer has that many parameters: each weight with its shape, its formula and its count.
#pragma once

#include <string>
#include <vector>

#include "nnsummary/summary.h"

namespace nnsummary {

// The summary's layers of these names, those of nested models too; all of the model's where no names are given. Throws
// std::invalid_argument where a name is none of a layer, with the nearest that is.
std::vector<LayerSummary> select_layers(const Summary& summary, const std::vector<std::string>& names);

// As text for people; the summary was made with formulas and MACs. Appends to `out`.
void explain(const std::vector<LayerSummary>& layers, std::string& out);

}  // namespace nnsummary
