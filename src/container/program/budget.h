// One budget bounds what is listed of a file: a small file can name much, since its parts may be used again and again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "container/program/record.h"

namespace nnsummary::container {

// The bytes of names, paths and attributes that may still be listed.
class Budget {
 public:
  // Returns false if there aren't as many left. HDF5 calls back through C code, which no exception may pass.
  bool take(uint64_t bytes) noexcept {
    if (bytes > left_) exceeded_ = true;
    left_ -= exceeded_ ? left_ : bytes;
    return !exceeded_;
  }
  // Throws LimitError if more was asked for than there was.
  void check() const {
    if (exceeded_) {
      throw LimitError("the names and attributes of the HDF5 file take more than " +
                       std::to_string(Limits::kListed >> 20) + " MiB to list");
    }
  }
  void spend(uint64_t bytes) {
    take(bytes);
    check();
  }

 private:
  uint64_t left_ = Limits::kListed;
  bool exceeded_ = false;
};

// Returns a name from a file for a message: its beginning if it is long.
inline std::string shortened(std::string_view name) {
  constexpr size_t kLongest = 200;
  return std::string(name.substr(0, kLongest)) + (name.size() > kLongest ? "…" : "");
}

}  // namespace nnsummary::container
