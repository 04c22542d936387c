// Files that people try, and that are no Keras models: what they are, and what to do instead.
#pragma once

#include <string>

#include "formats/model_file.h"

namespace nnsummary {

// Text that might be taken for a model's.
bool is_foreign_text(std::string_view beginning);

// "found …; …", of a file that no format knows.
std::string what_it_is(const Source& source);
std::string what_folder_it_is(const std::string& path);

}  // namespace nnsummary
