// Why a layer has that many parameters: each weight with its shape, its formula and its count.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nnsummary/entry.h"
#include "nnsummary/summary.h"

namespace nnsummary {

// The summary's layers of these names, those of nested models too; all of the model's where no names are given. Throws
// std::invalid_argument where a name is none of a layer, with the nearest that is.
std::vector<LayerSummary> select_layers(const Summary& summary, const std::vector<std::string>& names);

// As text for people; the summary was made with formulas and MACs. Appends to `out`.
void explain(const std::vector<LayerSummary>& layers, std::string& out);

// A layer of the class with what it requires made up, for the words of its formulas; nothing where it has no weights,
// or requires what can't be made up.
std::optional<LayerSummary> example_of(const LayerEntry& entry);

// The formulas of such a layer, in words alone. Appends to `out`.
void explain_words(const LayerSummary& layer, std::string& out);

}  // namespace nnsummary
