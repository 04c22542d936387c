// The operations of keras.ops: each family is one file with a table of rows over a few rules.
#pragma once

#include <span>

#include "layers/call.h"
#include "nnsummary/entry.h"

namespace nnsummary {

std::span<const OpEntry> elementwise_ops();

}  // namespace nnsummary
