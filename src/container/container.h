// Zip and HDF5 files, read by a program of its own: nnsummary-container is large and is fed files that aren't to be
// trusted, so whatever happens to it is an error of that file, and of nothing else.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "document/document.h"

namespace nnsummary {

struct ContainerFile {
  std::string_view name;            // as messages have it
  std::string_view path;            // where it lies; "" for one that came by a pipe
  std::string_view bytes;           // all of that one
  std::string_view program_folder;  // where nnsummary-container is, or ../libexec/nnsummary from there
};

// What is in the file: a record as src/container/program/record.h shows it. Throws ModelError where the file can't be
// read, takes longer than a few seconds, or ends the program.
std::unique_ptr<const Document> read_container(const ContainerFile& file);

}  // namespace nnsummary
