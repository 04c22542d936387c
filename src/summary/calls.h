// What a table says of a layer's calls: what it is connected to, and for tables older than Keras 3, what each returned.
#pragma once

#include "infer/state.h"
#include "nnsummary/summary.h"

namespace nnsummary {

std::vector<Connection> connections(const ModelState& model, uint32_t operation);

// The layers of a Sequential were connected as those of a graph are, to an input that wasn't listed.
std::vector<Connection> sequential_connections(const ModelState& model, uint32_t operation);

// The shapes of all calls, which a layer's output was told from. A model's own construction was one of them, and since
// 2.4 the only one.
std::vector<Structure<Shape>> call_outputs(const LayerState& layer, const Origin& origin);

// A Sequential's own InputLayer was a row until Keras 2.2. One that stands for a shape of the first layer never was.
bool lists_input(const ModelSpec& spec);

}  // namespace nnsummary
