// Reads zip and HDF5 files by nnsummary-container. The program is a separate process because its libraries are large
// and the files are not trusted: if it crashes or hangs, the file is refused, and nothing else happens.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "container/input.h"
#include "document/document.h"
#include "nnsummary/model.h"

namespace nnsummary {

struct ContainerFile {
  const std::string& name;   // in messages
  const std::string& bytes;  // the file's beginning, or all of it if there is no input
  Input* input;              // null if the file was given in memory
  const ReadOptions& options;
};

// Returns the record of the file's contents, which src/container/program/record.h describes. Throws ModelError if the
// file can't be read or exceeds a limit, or if the program is missing or fails.
std::unique_ptr<const Document> read_container(const ContainerFile& file);

}  // namespace nnsummary
