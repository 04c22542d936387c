// Recognizes common files that aren't Keras models, to say what they are and what to do instead.
#pragma once

#include <string>

#include "formats/model_file.h"

namespace nnsummary {

// Returns true for a file that another program wrote, by its first bytes.
bool is_foreign(std::string_view beginning);
// The same by the ending of its name.
bool is_foreign_name(std::string_view name);

// Returns "found …: …" for a file that no format recognizes: what it is, and what to do.
std::string describe_foreign(const Source& source);
// Returns the message for a path that is a folder.
std::string describe_folder(const std::string& path);

}  // namespace nnsummary
