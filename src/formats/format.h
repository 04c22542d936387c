// Reads model files, whose format is recognized by their content.
#pragma once

#include "formats/model_file.h"

namespace nnsummary {

// Reads a file. Throws ModelError.
ModelFile read_file(const std::string& path, const ContainerOptions& options);

// Reads the bytes of a file; messages call it `name`. Throws ModelError.
ModelFile read_bytes(std::string name, std::string bytes, const ContainerOptions& options);

}  // namespace nnsummary
