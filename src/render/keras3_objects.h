// Arguments of layers of older Keras versions in the form of Keras 3.
#pragma once

#include <string>

#include "base/json_writer.h"
#include "document/value.h"
#include "layers/entry.h"

namespace nnsummary {

// Writes the value of an argument in a file of Keras 1 or 2. Returns why there is no such value in Keras 3, or "".
std::string write_old_argument(JsonWriter& json, const Arg& arg, const Value& value);

// Writes the function of a Lambda, or its output shape, which may be a function too. Likewise.
std::string write_function(JsonWriter& json, const Value& value);

}  // namespace nnsummary
