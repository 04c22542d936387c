#pragma once

#include <optional>

#include "base/shape.h"
#include "document/value.h"
#include "layers/entry.h"

namespace nnsummary {

// Returns a constant in the file as a tensor: a number, nested lists of numbers, or a serialized array.
Tensor constant_tensor(const Value& value);

// Returns true for a serialized array: a constant, which isn't the output of a layer.
bool is_array(const Value* value);

// Returns the argument of an operation's call by position, or nullopt if there are fewer. Constructor arguments follow
// those of the call: older files give them in the call.
std::optional<OpArg> called_argument(const OpEntry& op, size_t position);

}  // namespace nnsummary
