#include "container/container.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "container/locate.h"
#include "document/report.h"

namespace nnsummary {
namespace {

constexpr size_t kRecordLimit = size_t{160} << 20;

// Returns the time limit, at most a day; 0 if it is not a number.
double time_limit(const ContainerOptions& options) {
  constexpr double kDay = 86'400;
  return options.seconds > 0 ? std::min(options.seconds, kDay) : 0;
}

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }

  int get() const { return fd_; }

 private:
  int fd_;
};

[[noreturn]] void refuse_with_errno(const std::string& name, std::string_view what) {
  refuse_file(name, fmt::format("{}: {}", what, std::strerror(errno)));
}

// Writes the bytes of a pipe to an unnamed temporary file, since zip and HDF5 files need random access.
int open_spooled(const std::string& name, std::string_view bytes) {
  std::FILE* spooled = std::tmpfile();
  if (!spooled) refuse_with_errno(name, "can't be copied to a temporary file");
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), spooled) == bytes.size() && std::fflush(spooled) == 0;
  const int fd = written ? ::fcntl(fileno(spooled), F_DUPFD_CLOEXEC, 3) : -1;
  const int error = errno;
  std::fclose(spooled);
  errno = error;
  if (fd < 0) refuse_with_errno(name, "can't be copied to a temporary file");
  return fd;
}

int open_file(const ContainerFile& file) {
  if (file.path.empty()) return open_spooled(file.name, file.bytes);
  const int fd = ::open(file.path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) refuse_with_errno(file.name, "can't be opened");
  return fd;
}

// One run of the program. Kills it if the run ends early.
class Run {
 public:
  Run(const ContainerFile& file, int input) : file_(file) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) refuse_with_errno(file_.name, "can't be read, as no pipe can be made");
    output_ = ends[0];
    const Descriptor writing(ends[1]);
    start(input, writing.get());
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  ~Run() {
    ::close(output_);
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      wait();
    }
  }

  // Returns what the program writes.
  std::string read();

 private:
  void start(int input, int output);
  // Returns an error number, or 0.
  int try_start(const std::string& program, int input, int output);
  int wait();
  // Waits until there is output or the program has ended; false if the time is over.
  bool wait_for_output(std::chrono::steady_clock::time_point end) const;
  void check_status(int status) const;
  [[noreturn]] void refuse_slow() const;

  const ContainerFile& file_;
  pid_t process_ = 0;
  int output_ = -1;
};

int Run::try_start(const std::string& program, int input, int output) {
  const ContainerOptions& options = file_.options;
  std::string name(kContainerProgram);
  std::string seconds = fmt::format("{:.0f}", std::ceil(time_limit(options)));
  std::string memory = fmt::format("{}", options.memory);
  char* arguments[] = {name.data(), seconds.data(), memory.data(), nullptr};
  char* environment[] = {nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  const int error = posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) process_ = 0;
  return error;
}

void Run::start(int input, int output) {
  const std::string& given = file_.options.program;
  std::string tried;
  for (const std::string& program : given.empty() ? container_paths() : std::vector{given}) {
    const int error = try_start(program, input, output);
    if (error == 0) return;
    tried += fmt::format("{}{}: {}", tried.empty() ? "" : ", ", program, std::strerror(error));
  }
  ::close(output_);
  refuse_file(file_.name, fmt::format("can't be read, as {} can't be started ({})", kContainerProgram, tried));
}

int Run::wait() {
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = 0;
  return status;
}

void Run::refuse_slow() const {
  refuse_file(file_.name,
              fmt::format("took longer than {} second{} to read; set NNSUMMARY_CONTAINER_SECONDS to allow more",
                          file_.options.seconds, file_.options.seconds == 1 ? "" : "s"),
              "limit");
}

bool Run::wait_for_output(std::chrono::steady_clock::time_point end) const {
  constexpr int64_t kLongestWait = 60'000;  // milliseconds: poll() takes an int
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    if (left <= 0) return false;
    pollfd waiting{output_, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::min<int64_t>(left, kLongestWait)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) refuse_with_errno(file_.name, "can't be read");
  }
}

void Run::check_status(int status) const {
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) refuse_slow();
  if (WIFSIGNALED(status)) {
    refuse_file(file_.name, fmt::format("is damaged, or has a feature that {} can't read: it was ended by signal {}",
                                        kContainerProgram, WTERMSIG(status)));
  }
  if (WEXITSTATUS(status) != 0) {
    refuse_file(file_.name,
                fmt::format("can't be read: {} exited with status {}", kContainerProgram, WEXITSTATUS(status)));
  }
}

std::string Run::read() {
  const auto time = std::chrono::duration<double>(time_limit(file_.options));
  const auto end = std::chrono::steady_clock::now() + std::chrono::ceil<std::chrono::steady_clock::duration>(time);
  std::string result;
  std::string block(size_t{1} << 16, '\0');
  while (true) {
    if (!wait_for_output(end)) refuse_slow();
    const ssize_t got = ::read(output_, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    result.append(block, 0, static_cast<size_t>(got));
    if (result.size() > kRecordLimit) {
      refuse_file(file_.name, fmt::format("has contents that take more than {} MiB to list", kRecordLimit >> 20),
                  "limit");
    }
  }
  check_status(wait());
  return result;
}

}  // namespace

std::unique_ptr<const Document> read_container(const ContainerFile& file) {
  const Descriptor input(open_file(file));
  auto record = std::make_unique<Document>(file.name, Run(file, input.get()).read());
  try {
    read_json(*record);
  } catch (const ModelError&) {
    refuse_file(file.name, fmt::format("can't be read: the output of {} is not valid JSON", kContainerProgram));
  }
  if (const std::string_view error = record->root().string_of("error"); !error.empty()) {
    refuse_file(file.name, std::string(error), record->root().string_of("code", "unreadable"));
  }
  return record;
}

}  // namespace nnsummary
