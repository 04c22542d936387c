#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "cli/cli.h"

namespace {

using nnsummary::cli::Environment;

std::optional<int> terminal_columns(int fd) {
  if (!isatty(fd)) return std::nullopt;
  winsize size{};
  return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

nnsummary::Model read_stdin(const nnsummary::ReadOptions& options) {
  return nnsummary::Model::read_descriptor("<stdin>", STDIN_FILENO, options);
}

Environment environment() {
  Environment result;
  for (const char* name : {"COLUMNS", "LINES", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE",
                           "NNSUMMARY_CONTAINER_SECONDS", "NNSUMMARY_MAX_MIB", "NNSUMMARY_MAX_WORK"}) {
    if (const char* value = std::getenv(name)) result.variables.emplace(name, value);
  }
  result.stdin_columns = terminal_columns(STDIN_FILENO);
  result.stdout_columns = terminal_columns(STDOUT_FILENO);
  result.stderr_columns = terminal_columns(STDERR_FILENO);
  result.read_stdin = read_stdin;
  return result;
}

// Returns false if the text can't be written. A closed pipe counts as success: the program ends quietly.
bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno == EPIPE;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  const auto result = nnsummary::cli::run({argv + 1, argv + argc}, environment());
  write_all(STDERR_FILENO, result.err);
  int status = result.status;
  if (!write_all(STDOUT_FILENO, result.out)) {
    write_all(STDERR_FILENO, std::string("nnsummary: the output can't be written: ") + std::strerror(errno) + "\n");
    status = nnsummary::cli::kTrouble;
  }
  // Skips destructors: the process ends here.
  std::_Exit(status);
}
