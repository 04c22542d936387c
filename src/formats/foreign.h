// Recognizes common files that aren't Keras models, to say what they are and what to do instead.
#pragma once

#include <string>

#include "formats/model_file.h"

namespace nnsummary {

// Returns true if the file would be read as YAML, but isn't a model.
bool is_foreign_text(std::string_view beginning);

// Returns "found …: …" for a file that no format recognizes: what it is, and what to do.
std::string describe_foreign(const Source& source);
// Returns the message for a path that is a folder.
std::string describe_folder(const std::string& path);

}  // namespace nnsummary
