#pragma once

#include <string>
#include <vector>

#include "base/json_writer.h"
#include "container/program/bytes.h"

namespace nnsummary::container {

// Writes the groups and datasets of an HDF5 file under the key "objects", with the attributes that are strings. Reads
// no dataset. Adds a note for each link that leads elsewhere, since it is not followed. Throws FileError.
void write_objects(Bytes& bytes, JsonWriter& json, std::vector<std::string>& notes);

}  // namespace nnsummary::container
