#include "container/input.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "document/report.h"

namespace nnsummary {
namespace {

constexpr size_t kBlock = size_t{1} << 16;
constexpr double kMib = 1 << 20;

[[noreturn]] void refuse_with_errno(const std::string& name, std::string_view what) {
  refuse_file(name, fmt::format("{}: {}", what, std::strerror(errno)));
}

[[noreturn]] void refuse_spooling(const std::string& name) {
  const int error = errno;
  refuse_file(name, fmt::format("can't be copied from the pipe to a temporary file in {}: {}; save it to a file first",
                                P_tmpdir, std::strerror(error)));
}

void write_all(const std::string& name, int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse_spooling(name);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

int open_temporary(const std::string& name) {
  std::FILE* file = std::tmpfile();
  const int fd = file ? ::fcntl(fileno(file), F_DUPFD_CLOEXEC, 3) : -1;
  const int error = errno;
  if (file) std::fclose(file);
  errno = error;
  if (fd < 0) refuse_spooling(name);
  return fd;
}

}  // namespace

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

Input::Input(const std::string& path) : name_(path), own_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), fd_(own_.get()) {
  if (fd_ < 0) refuse_with_errno(name_, "can't be opened");
  examine();
}

Input::Input(std::string name, int fd) : name_(std::move(name)), fd_(fd) { examine(); }

void Input::examine() {
  struct stat status {};
  if (::fstat(fd_, &status) != 0) refuse_with_errno(name_, "can't be read");
  is_folder_ = S_ISDIR(status.st_mode);
  is_file_ = S_ISREG(status.st_mode) && ::lseek(fd_, 0, SEEK_CUR) == 0;
  if (is_file_) file_size_ = static_cast<size_t>(status.st_size);
}

bool Input::read_block(std::string& bytes) {
  const size_t before = bytes.size();
  bytes.resize(before + kBlock);
  size_t size = 0;
  while (size < kBlock) {
    const ssize_t got = ::read(fd_, bytes.data() + before + size, kBlock - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse_with_errno(name_, "can't be read");
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  bytes.resize(before + size);
  return size == kBlock;
}

int spool(const std::string& name, std::string_view beginning, Input* rest, size_t limit) {
  Descriptor file(open_temporary(name));
  write_all(name, file.get(), beginning);
  size_t size = beginning.size();
  std::string block;
  for (bool more = rest != nullptr; more;) {
    block.clear();
    more = rest->read_block(block);
    size += block.size();
    if (size > limit) {
      refuse_file(name,
                  fmt::format("is a pipe with an archive of more than {} MiB, the limit for a temporary file; save it "
                              "to a file first, or set NNSUMMARY_MAX_MIB to allow more",
                              static_cast<double>(limit) / kMib),
                  "limit");
    }
    write_all(name, file.get(), block);
  }
  return file.release();
}

}  // namespace nnsummary
