// Reads zip and HDF5 files by nnsummary-container. The program is a separate process because its libraries are large
// and the files are not trusted: if it crashes or hangs, the file is refused, and nothing else happens.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "document/document.h"
#include "nnsummary/model.h"

namespace nnsummary {

struct ContainerFile {
  const std::string& name;   // in messages
  const std::string& path;   // "" if the file came from a pipe
  const std::string& bytes;  // the whole file, if it came from a pipe
  const ContainerOptions& options;
};

// Returns the record of the file's contents, which src/container/program/record.h describes. Throws ModelError if the
// file can't be read or exceeds a limit, or if the program is missing or fails.
std::unique_ptr<const Document> read_container(const ContainerFile& file);

}  // namespace nnsummary
