#pragma once

#include "graph/graph.h"

namespace nnsummary {

// Orders the rows of a wired functional graph, marks the nodes that belong to it, and finds how it branches. The rules
// are those of map_graph in keras/src/ops/function.py and of print_summary in keras/src/utils/summary_utils.py.
// Returns false if an output doesn't follow from the inputs.
bool order_functional(Graph& graph);

}  // namespace nnsummary
