#pragma once

#include <optional>

#include "base/shape.h"
#include "document/value.h"
#include "layers/entry.h"

namespace nnsummary {

// Returns the tensor that a value of the file stands for: a number, nested lists of numbers, or a serialized array.
Tensor constant_tensor(const Value& value);

// Returns true for a serialized array: a constant, which no layer of the model returns.
bool is_array(const Value* value);

// Returns the argument at a place of an operation's call, or nullopt beyond the last. Arguments of the constructor
// follow those of the call: older files give them in the call.
std::optional<OpArg> called_argument(const OpEntry& op, size_t place);

}  // namespace nnsummary
