// The tables of the styles, one function per kind. Each appends to `out` and throws OptionError if an option can't be
// followed. The Summary must have the style's extras.
#pragma once

#include "nnsummary/render.h"
#include "styles/style.h"

namespace nnsummary::tables {

// Writes the table of Keras 3, which rich lays out. Rule of keras/src/utils/summary_utils.py.
void keras3_table(const Summary& summary, const Style& style, const TextOptions& options, std::string& out);

// Writes the table of the versions before Keras 3. Rule of keras/utils/layer_utils.py.
void rows_table(const Summary& summary, const Style& style, const TextOptions& options, std::string& out);

// Writes the table of TensorFlow.js. Rule of src/utils/layer_utils.ts in tfjs-layers 4.22.
void tfjs_table(const Summary& summary, const Style& style, const TextOptions& options, std::string& out);

// Returns the row for a Sequential's InputLayer, or nullopt if the style has no such rows or the file doesn't list the
// layer.
std::optional<LayerSummary> input_row(const Summary& summary, const Style& style);

// Returns the outputs of a layer's calls. For a nested model, some styles count its construction as the first call; in
// the others it is the only one.
std::vector<Structure<TensorShape>> call_outputs(const LayerSummary& layer, const Style& style);

}  // namespace nnsummary::tables
