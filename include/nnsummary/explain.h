// Why a layer has so many parameters: each weight with its shape, its formula and its count.
//
// Threads: several threads may explain one Summary at once, each to a string of its own.
#pragma once

#include <string>
#include <vector>

#include "nnsummary/summary.h"

namespace [[gnu::visibility("default")]] nnsummary {

// What explain() needs of a Summary.
Extras explain_extras();

// The layers that each selector names, in the order of the selectors: a path ("encoder/dense_1"), a name, a class
// name, or a glob over paths and names ("encoder/*"). Layers in nested models are found as well. Every layer of the
// outer model if there are no selectors. Throws Error, with the nearest name, for a selector that matches nothing.
std::vector<LayerSummary> select_layers(const Summary& summary, const std::vector<std::string>& selectors);

struct ExplainOptions {
  int columns = 0;               // where lines wrap; 0: nowhere
  bool escape_controls = false;  // as TextOptions
};

// Appends the layers as text for people.
void explain(const std::vector<LayerSummary>& layers, const ExplainOptions& options, std::string& out);

}  // namespace nnsummary
