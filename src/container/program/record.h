// What the program tells whoever started it: one JSON object, which says what is in a file without knowing what it
// means.
//
//     {"container": "zip", "members": [{"name": "config.json", "size": 2016, "bytes": 2016}, …],
//      "texts": {"config.json": "{…}", …},
//      "objects": [{"path": "layers/dense/vars", "attributes": {"name": "dense"}},
//                  {"path": "layers/dense/vars/0", "shape": [3, 2], "dtype": "float32", "bytes": 24}, …],
//      "notes": ["…"]}
//
// `members` and `texts` are an archive's; `objects` are those of an HDF5 file, or of the one in the archive, each
// before those that it holds. `size` is what a member unpacks to, `bytes` what it takes in the file.
//
//     {"error": "…"}     stands instead where the file can't be read
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace nnsummary::container {

// The file can't be read; the message says what is wrong with it.
class FileError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Beyond, a file is no model's, or was made to use up memory.
struct Limits {
  static constexpr uint64_t kStoredText = uint64_t{64} << 20;
  static constexpr uint64_t kUnpackedText = uint64_t{16} << 20;
  static constexpr uint64_t kUnpackedWeights = uint64_t{128} << 20;
  static constexpr uint64_t kAttributes = uint64_t{64} << 20;  // all together
  static constexpr size_t kMembers = 100'000;
  static constexpr size_t kObjects = 250'000;
  static constexpr size_t kDepth = 5'000;
};

// A JSON object or list as it is written.
class Json {
 public:
  explicit Json(std::string& out) : out_(out) {}

  Json& begin(char bracket) {
    separate();
    out_ += bracket;
    first_ = true;
    return *this;
  }
  Json& end(char bracket) {
    out_ += bracket;
    first_ = false;
    return *this;
  }
  Json& key(std::string_view name) {
    text(name);
    out_ += ':';
    first_ = true;
    return *this;
  }
  Json& text(std::string_view value);
  Json& number(uint64_t value) {
    separate();
    out_ += std::to_string(value);
    return *this;
  }

 private:
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

}  // namespace nnsummary::container
