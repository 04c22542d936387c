// Random access to the bytes of a file, of a member of an archive, or in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace nnsummary::container {

class Bytes {
 public:
  Bytes() = default;
  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;
  virtual ~Bytes() = default;

  virtual uint64_t size() const = 0;
  // Returns false if not all of the bytes can be read.
  virtual bool read(uint64_t offset, void* buffer, size_t count) = 0;
};

class FileBytes : public Bytes {
 public:
  explicit FileBytes(int fd);
  uint64_t size() const override { return size_; }
  bool read(uint64_t offset, void* buffer, size_t count) override;

 private:
  int fd_;
  uint64_t size_ = 0;
};

class MemoryBytes : public Bytes {
 public:
  explicit MemoryBytes(std::string bytes) : bytes_(std::move(bytes)) {}
  uint64_t size() const override { return bytes_.size(); }
  bool read(uint64_t offset, void* buffer, size_t count) override;

 private:
  std::string bytes_;
};

}  // namespace nnsummary::container
