// The operations of keras.ops: each family is one file with a table of rows over a few rules.
#pragma once

#include <span>

#include "layers/call.h"
#include "layers/entry.h"

namespace nnsummary {

std::span<const OpEntry> elementwise_ops();
std::span<const OpEntry> reduction_ops();
std::span<const OpEntry> shaping_ops();
std::span<const OpEntry> joining_ops();
std::span<const OpEntry> indexing_ops();
std::span<const OpEntry> product_ops();
std::span<const OpEntry> pattern_ops();
std::span<const OpEntry> linalg_ops();
std::span<const OpEntry> signal_ops();
std::span<const OpEntry> nn_ops();
std::span<const OpEntry> image_ops();

// Operations of TensorFlow without a counterpart in keras.ops; all_ops() doesn't list them.
std::span<const OpEntry> tensorflow_ops();

}  // namespace nnsummary
