#pragma once

#include <hdf5.h>

#include <string>

#include "container/program/record.h"

namespace nnsummary::container {

// How much of attributes may still be read.
struct AttributeBudget {
  uint64_t bytes = Limits::kAttributes;
};

// Writes those attributes of an object that are texts, or lists of texts, under the key "attributes"; nothing if there
// are none. `what` is the object in messages. Throws FileError.
void write_attributes(hid_t object, Json& json, AttributeBudget& budget, const std::string& what);

}  // namespace nnsummary::container
