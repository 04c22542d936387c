#include "container/locate.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>

namespace nnsummary {
namespace {

// Returns the absolute path of the running program's folder, or "" if the system doesn't say (no /proc is mounted).
std::string program_folder() {
  std::array<char, 4096> path{};
  const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size());
  const std::string_view program(path.data(), size > 0 ? static_cast<size_t>(size) : 0);
  const bool is_whole = program.starts_with('/') && program.size() < path.size();
  return is_whole ? std::string(program.substr(0, program.rfind('/'))) : std::string();
}

}  // namespace

std::vector<std::string> container_paths() {
  std::vector<std::string> result;
  if (const std::string folder = program_folder(); !folder.empty()) {
    result.push_back(fmt::format("{}/{}", folder, kContainerProgram));
    result.push_back(fmt::format("{}/../libexec/nnsummary/{}", folder, kContainerProgram));
  }
  result.push_back(fmt::format("{}/{}", NNSUMMARY_LIBEXEC_DIR, kContainerProgram));
  return result;
}

}  // namespace nnsummary
