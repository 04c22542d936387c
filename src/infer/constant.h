#pragma once

#include "document/value.h"
#include "nnsummary/entry.h"
#include "base/shape.h"

namespace nnsummary {

// A value of the file where a tensor is expected: a number, nested lists of them, or a serialised array.
Tensor constant_tensor(const Value& value);

// A serialised array: a tensor that is no tensor of the model.
bool is_array(const Value* value);

struct OpArgument {
  std::string_view name;  // empty beyond the last
  bool rest = false;      // all that follow are of the same name
};

// What the i-th argument is that an operation is called with. Those of the constructor come after the call's own, as
// older files have them.
OpArgument op_argument(const OpEntry& op, size_t i);

}  // namespace nnsummary
