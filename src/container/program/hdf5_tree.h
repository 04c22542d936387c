#pragma once

#include <string>
#include <vector>

#include "container/program/bytes.h"
#include "container/program/record.h"

namespace nnsummary::container {

// Writes the list of an HDF5 file's groups and datasets, with the attributes that are text; no dataset is read. What is
// left out, such as links to other files, is noted. Throws FileError.
void write_objects(Bytes& bytes, Json& json, std::vector<std::string>& notes);

}  // namespace nnsummary::container
