#pragma once

#include "graph/graph.h"

namespace nnsummary {

// Gives the rows of a wired functional graph their order, marks the nodes that belong to it, and decides whether it is
// sequential-like. The rules are those of keras/src/ops/function.py (map_graph) and of summary_utils.print_summary.
void order_functional(Graph& graph, Report& report);

}  // namespace nnsummary
