#pragma once

#include <zip.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "container/program/bytes.h"

namespace nnsummary::container {

struct Member {
  std::string name;
  uint64_t size = 0;   // unpacked
  uint64_t bytes = 0;  // in the file
  bool stored = false;
  uint64_t index = 0;
};

// A zip file. Throws FileError if it is damaged or isn't one.
class ZipArchive {
 public:
  explicit ZipArchive(int fd);

  const std::vector<Member>& members() const { return members_; }
  // Returns a whole member, of at most `most` bytes, and verifies its checksum.
  std::string read(const Member& member, uint64_t most);
  // Opens a member for random access: in place if it is not compressed, else unpacked to at most `most` bytes.
  std::unique_ptr<Bytes> open(const Member& member, uint64_t most);

 private:
  struct Close {
    void operator()(zip_t* archive) const { zip_discard(archive); }
  };
  std::unique_ptr<zip_t, Close> archive_;
  std::vector<Member> members_;
};

}  // namespace nnsummary::container
