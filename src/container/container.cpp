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
#include <cstring>
#include <optional>
#include <thread>

#include "container/locate.h"
#include "document/report.h"

namespace nnsummary {
namespace {

constexpr size_t kRecordLimit = size_t{160} << 20;

// Returns a time limit, at most a day; 0 if it is not a number.
double time_limit(double seconds) {
  constexpr double kDay = 86'400;
  return seconds > 0 ? std::min(seconds, kDay) : 0;
}

// Returns the limit for the processor, which the kernel takes in whole seconds.
double cpu_limit(const ContainerOptions& options) { return std::max(1.0, std::ceil(time_limit(options.cpu_seconds))); }

std::string seconds_text(double seconds) { return fmt::format("{} second{}", seconds, seconds == 1 ? "" : "s"); }

[[noreturn]] void refuse_with_errno(const std::string& name, std::string_view what) {
  refuse_file(name, fmt::format("{}: {}", what, std::strerror(errno)));
}

// Zip and HDF5 files need random access.
int open_spooled(const ContainerFile& file) {
  if (file.input && file.input->is_file()) return -1;
  return spool(file.name, file.bytes, file.input, file.options.pipe_bytes);
}

using Clock = std::chrono::steady_clock;

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
      while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
  }

  // Returns what the program writes.
  std::string read();

 private:
  void start(int input, int output);
  // Returns an error number, or 0.
  int try_start(const std::string& program, int input, int output);
  // Waits until there is output or it is closed; false if the time is over.
  bool wait_for_output(Clock::time_point end) const;
  // Returns the status of the program, which has closed its output; nullopt if the time is over.
  std::optional<int> wait_for_end(Clock::time_point end);
  void check_status(int status) const;
  [[noreturn]] void refuse_slow(std::string_view what) const;

  const ContainerFile& file_;
  pid_t process_ = 0;
  int output_ = -1;
};

int Run::try_start(const std::string& program, int input, int output) {
  const ContainerOptions& options = file_.options.container;
  std::string name(kContainerProgram);
  std::string seconds = fmt::format("{:.0f}", cpu_limit(options));
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
  const std::string& given = file_.options.container.program;
  std::string tried;
  for (const std::string& program : given.empty() ? container_paths() : std::vector{given}) {
    const int error = try_start(program, input, output);
    if (error == 0) return;
    tried += fmt::format("{}{}: {}", tried.empty() ? "" : ", ", program, std::strerror(error));
  }
  ::close(output_);
  refuse_file(file_.name, fmt::format("can't be read, as {} can't be started ({})", kContainerProgram, tried));
}

void Run::refuse_slow(std::string_view what) const {
  refuse_file(file_.name, fmt::format("took {} to read; set NNSUMMARY_CONTAINER_SECONDS to allow more", what), "limit");
}

bool Run::wait_for_output(Clock::time_point end) const {
  constexpr int64_t kLongestWait = 60'000;  // milliseconds: poll() takes an int
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    if (left <= 0) return false;
    pollfd waiting{output_, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::min<int64_t>(left, kLongestWait)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) refuse_with_errno(file_.name, "can't be read");
  }
}

// A program that has closed its output ends at once, unless it hangs: nothing tells when, so that this looks again.
std::optional<int> Run::wait_for_end(Clock::time_point end) {
  constexpr std::chrono::microseconds kLongest(10'000);
  for (std::chrono::microseconds pause(20);; pause = std::min(2 * pause, kLongest)) {
    int status = 0;
    const pid_t ended = ::waitpid(process_, &status, WNOHANG);
    // A process that ignores SIGCHLD isn't told the status of its children: then the output has to do.
    if (ended > 0 || (ended < 0 && errno == ECHILD)) {
      process_ = 0;
      return status;
    }
    if (Clock::now() >= end) return std::nullopt;
    std::this_thread::sleep_for(pause);
  }
}

void Run::check_status(int status) const {
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) {
    refuse_slow("more than " + seconds_text(cpu_limit(file_.options.container)) + " of processor time");
  }
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
  const double seconds = file_.options.container.seconds;
  const std::string slow = "longer than " + seconds_text(seconds);
  const std::chrono::duration<double> time(time_limit(seconds));
  const auto end = Clock::now() + std::chrono::ceil<Clock::duration>(time);
  std::string result;
  std::string block(size_t{1} << 16, '\0');
  while (true) {
    if (!wait_for_output(end)) refuse_slow(slow);
    const ssize_t got = ::read(output_, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    result.append(block, 0, static_cast<size_t>(got));
    if (result.size() > kRecordLimit) {
      refuse_file(file_.name, fmt::format("has contents that take more than {} MiB to list", kRecordLimit >> 20),
                  "limit");
    }
  }
  const std::optional<int> status = wait_for_end(end);
  if (!status) refuse_slow(slow);
  check_status(*status);
  return result;
}

}  // namespace

std::unique_ptr<const Document> read_container(const ContainerFile& file) {
  const Descriptor spooled(open_spooled(file));
  const int input = spooled.get() >= 0 ? spooled.get() : file.input->fd();
  auto record = std::make_unique<Document>(file.name, Run(file, input).read());
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
