// The formats that models are stored in: each knows its files by their content, and reads them.
#pragma once

#include <span>
#include <string_view>

#include "formats/model_file.h"

namespace nnsummary {

struct Format {
  std::string_view name;
  bool (*sniff)(std::string_view beginning);
  ModelFile (*read)(Source&& source);  // throws ModelError
  bool in_place = false;               // only the beginning is needed of a file that lies somewhere
};

std::span<const Format> formats();

// Read in the first format that knows them: a file, or bytes that have the name that messages use. Throw ModelError.
ModelFile read_file(const std::string& path, std::string program_folder);
ModelFile read_bytes(std::string name, std::string bytes, std::string program_folder);

}  // namespace nnsummary
