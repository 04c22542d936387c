// The tables of the styles, one function a kind. Each appends to `out`, and throws OptionError if an option can't be
// followed. The Summary has the style's extras.
#pragma once

#include "nnsummary/render.h"
#include "styles/style.h"

namespace nnsummary::render {

// The table of Keras 3, by way of rich. Rule of keras/src/utils/summary_utils.py.
void keras3_table(const Summary& summary, const Style& style, const TextOptions& options, std::string& out);

// The table of every version before it. Rule of keras/utils/layer_utils.py.
void rows_table(const Summary& summary, const Style& style, const TextOptions& options, std::string& out);

// The table of TensorFlow.js. Rule of src/utils/layer_utils.ts in tfjs-layers 4.22.
void tfjs_table(const Summary& summary, const Style& style, const TextOptions& options, std::string& out);

// The InputLayer of a Sequential as a row; nothing if the style has no such rows, or the file no such layer.
std::optional<LayerSummary> input_row(const Summary& summary, const Style& style);

// What a layer's calls return, by the style's notion of calls: a model's construction is its first call, or hides the
// others.
std::vector<Structure<TensorShape>> call_outputs(const LayerSummary& layer, const Style& style);

}  // namespace nnsummary::render
