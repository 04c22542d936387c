// Explaining a layer's parameters: the shape, formula and count of each weight.
//
// Threads: several threads may explain one Summary at once, each with its own `out`.
#pragma once

#include <string>
#include <vector>

#include "nnsummary/summary.h"

namespace [[gnu::visibility("default")]] nnsummary {

// Returns the extras that explain() requires.
Extras explain_extras();

// Returns the layers that match the selectors, in the order of the selectors. A selector is a path ("encoder/dense_1"),
// a name, a class, or a glob over paths and names ("encoder/*"); layers in nested models match as well. Without
// selectors, returns every layer of the outer model. Throws Error if the Summary lacks explain_extras(), or, with the
// nearest name, if a selector matches no layer.
std::vector<LayerSummary> select_layers(const Summary& summary, const std::vector<std::string>& selectors);

struct ExplainOptions {
  int columns = 0;               // width in cells at which lines wrap; 0: they don't
  bool escape_controls = false;  // as in TextOptions
};

// Appends a description of each layer, separated by empty lines.
void explain(const std::vector<LayerSummary>& layers, const ExplainOptions& options, std::string& out);

}  // namespace nnsummary
