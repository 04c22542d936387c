// Where nnsummary-container is installed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nnsummary {

inline constexpr std::string_view kContainerProgram = "nnsummary-container";

// Returns the paths at which nnsummary-container may be, in the order to try them: beside the running program, in
// ../libexec/nnsummary from it, and where the build installs it. None depends on the current folder.
std::vector<std::string> container_paths();

}  // namespace nnsummary
