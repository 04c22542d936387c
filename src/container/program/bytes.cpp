#include "container/program/bytes.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace nnsummary::container {

FileBytes::FileBytes(int fd) : fd_(fd) {
  struct stat status {};
  if (fstat(fd, &status) == 0 && status.st_size > 0) size_ = static_cast<uint64_t>(status.st_size);
}

bool FileBytes::read(uint64_t offset, void* buffer, size_t count) {
  auto* to = static_cast<char*>(buffer);
  while (count > 0) {
    const ssize_t got = ::pread(fd_, to, count, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    offset += static_cast<uint64_t>(got);
    count -= static_cast<size_t>(got);
  }
  return true;
}

bool MemoryBytes::read(uint64_t offset, void* buffer, size_t count) {
  if (offset > bytes_.size() || count > bytes_.size() - offset) return false;
  std::memcpy(buffer, bytes_.data() + offset, count);
  return true;
}

}  // namespace nnsummary::container
