#pragma once

#include "document/value.h"
#include "nnsummary/entry.h"
#include "nnsummary/shape.h"

namespace nnsummary {

// A value of the file where a tensor is expected: a number, nested lists of them, or a serialised array.
Tensor constant_tensor(const Value& value);

// The name of the i-th argument that an operation is called with; empty beyond the last.
std::string_view op_argument(const OpEntry& op, size_t i);

}  // namespace nnsummary
