#pragma once

#include <hdf5.h>

#include <string>

#include "base/json_writer.h"
#include "container/program/budget.h"

namespace nnsummary::container {

// Writes the attributes of an object that are strings or lists of strings under the key "attributes"; writes nothing if
// there are none. `what` is the object's name in messages. Throws FileError.
void write_attributes(hid_t object, JsonWriter& json, Budget& budget, const std::string& what);

}  // namespace nnsummary::container
