#include "container/container.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>

namespace nnsummary {
namespace {

constexpr std::string_view kProgram = "nnsummary-container";
constexpr auto kLongest = std::chrono::milliseconds(3500);
constexpr size_t kLargestRecord = size_t{160} << 20;

[[noreturn]] void refuse(const ContainerFile& file, std::string message) {
  Diagnostic diagnostic;
  diagnostic.file = file.name;
  diagnostic.message = std::move(message);
  throw ModelError({diagnostic});
}

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  int get() const { return fd_; }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
};

// The file as something to be read from anywhere: what came by a pipe is written to a file without a name.
int open_file(const ContainerFile& file) {
  if (!file.path.empty()) {
    const int fd = ::open(std::string(file.path).c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) refuse(file, fmt::format("can't be opened: {}", std::strerror(errno)));
    return fd;
  }
  std::FILE* spooled = std::tmpfile();
  if (!spooled) refuse(file, fmt::format("can't be kept in a file to be read: {}", std::strerror(errno)));
  const bool written =
      std::fwrite(file.bytes.data(), 1, file.bytes.size(), spooled) == file.bytes.size() && std::fflush(spooled) == 0;
  const int fd = written ? ::fcntl(fileno(spooled), F_DUPFD_CLOEXEC, 3) : -1;
  std::fclose(spooled);
  if (fd < 0) refuse(file, fmt::format("can't be kept in a file to be read: {}", std::strerror(errno)));
  return fd;
}

// The program at work on one file.
class Reader {
 public:
  Reader(const ContainerFile& file, int input) : file_(file) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) refuse(file_, fmt::format("no pipe: {}", std::strerror(errno)));
    output_ = ends[0];
    const Descriptor writing(ends[1]);
    start(input, writing.get());
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() {
    ::close(output_);
    if (process_ > 0) finish(true);
  }

  std::string read();

 private:
  void start(int input, int output);
  bool try_start(const std::string& program, int input, int output);
  int finish(bool kill);

  const ContainerFile& file_;
  pid_t process_ = 0;
  int output_ = -1;
};

bool Reader::try_start(const std::string& program, int input, int output) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::string name(kProgram);
  char* arguments[] = {name.data(), nullptr};
  char* environment[] = {nullptr};
  const int error = posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) process_ = 0;
  return error == 0;
}

void Reader::start(int input, int output) {
  const std::string folder(file_.program_folder);
  const std::string beside = fmt::format("{}/{}", folder, kProgram);
  const std::string installed = fmt::format("{}/../libexec/nnsummary/{}", folder, kProgram);
  if (try_start(beside, input, output) || try_start(installed, input, output)) return;
  ::close(output_);
  refuse(file_, fmt::format("is read by the program {}, which is neither {} nor {}", kProgram, beside, installed));
}

int Reader::finish(bool kill) {
  if (kill) ::kill(process_, SIGKILL);
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = 0;
  return status;
}

std::string Reader::read() {
  const auto end = std::chrono::steady_clock::now() + kLongest;
  std::string result;
  std::string block(size_t{1} << 16, '\0');
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd waiting{output_, POLLIN, 0};
    const int ready = left.count() > 0 ? ::poll(&waiting, 1, static_cast<int>(left.count())) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) refuse(file_, "reading it takes too long: it is damaged, or no model's");
    const ssize_t got = ::read(output_, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    result.append(block, 0, static_cast<size_t>(got));
    if (result.size() > kLargestRecord) refuse(file_, "describes more than any model has");
  }
  const int status = finish(false);
  if (WIFSIGNALED(status)) {
    refuse(file_,
           fmt::format("is damaged, or uses what {} can't read: it ended by signal {}", kProgram, WTERMSIG(status)));
  }
  if (WEXITSTATUS(status) != 0) refuse(file_, fmt::format("{} ended with status {}", kProgram, WEXITSTATUS(status)));
  return result;
}

}  // namespace

std::unique_ptr<const Document> read_container(const ContainerFile& file) {
  const Descriptor input(open_file(file));
  auto record = std::make_unique<Document>(std::string(file.name), Reader(file, input.get()).read());
  try {
    read_json(*record);
  } catch (const ModelError&) {
    refuse(file, fmt::format("{} said nothing that can be understood", kProgram));
  }
  if (const std::string_view error = record->root().text_of("error"); !error.empty()) {
    refuse(file, std::string(error));
  }
  return record;
}

}  // namespace nnsummary
