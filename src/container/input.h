// A file, pipe or device that a model is read from. It is opened once and read once, since a pipe can't be read again.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace nnsummary {

// Closes a descriptor at the end of its life.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();

  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

class Input {
 public:
  // Opens a file. Throws ModelError.
  explicit Input(const std::string& path);
  // Reads from a descriptor, which remains the caller's; messages call it `name`.
  Input(std::string name, int fd);

  const std::string& name() const { return name_; }
  int fd() const { return fd_; }
  bool is_folder() const { return is_folder_; }
  // Returns true for a file on a disk that is read from its beginning: it can be read in place, and again.
  bool is_file() const { return is_file_; }
  // Returns the size of a file on a disk; 0 for anything else.
  size_t file_size() const { return file_size_; }

  // Appends a block, which is only shorter than others at the end; returns false there. Throws ModelError.
  bool read_block(std::string& bytes);

 private:
  void examine();

  std::string name_;
  Descriptor own_;  // closed at the end, unlike the caller's
  int fd_;
  bool is_folder_ = false;
  bool is_file_ = false;
  size_t file_size_ = 0;
};

// Copies `beginning`, and then the rest of the input unless it is null, to an unnamed temporary file, and returns its
// descriptor. Throws ModelError if there is no room, or if there are more than `limit` bytes.
int spool(const std::string& name, std::string_view beginning, Input* rest, size_t limit);

}  // namespace nnsummary
