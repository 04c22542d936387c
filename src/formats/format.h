// Reads model files, whose format is recognized by their content.
#pragma once

#include "formats/model_file.h"

namespace nnsummary {

// Each throws ModelError.
ModelFile read_file(const std::string& path, const ReadOptions& options);

// Reads the bytes of a file; messages call it `name`.
ModelFile read_bytes(std::string name, std::string bytes, const ReadOptions& options);

// Reads from an open descriptor; messages call it `name`.
ModelFile read_descriptor(std::string name, int descriptor, const ReadOptions& options);

}  // namespace nnsummary
