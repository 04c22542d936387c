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

// A zip file. Throws FileError where it isn't one, or is damaged.
class ZipArchive {
 public:
  explicit ZipArchive(int fd);

  const std::vector<Member>& members() const { return members_; }
  // All of a member; its check sum is verified.
  std::string read(const Member& member, uint64_t most);
  // A member that is stored is read in place, wherever it is asked for.
  std::unique_ptr<Bytes> open(const Member& member, uint64_t most);

 private:
  struct Close {
    void operator()(zip_t* archive) const { zip_discard(archive); }
  };
  std::unique_ptr<zip_t, Close> archive_;
  std::vector<Member> members_;
};

}  // namespace nnsummary::container
