// The record that the program writes: one JSON object that lists what a file holds, whatever it means.
//
//     {"container": "zip", "members": [{"name": "config.json", "size": 2016, "bytes": 2016}, …],
//      "texts": {"config.json": "{…}", …},
//      "objects": [{"path": "layers/dense/vars", "attributes": {"name": "dense"}},
//                  {"path": "layers/dense/vars/0", "shape": [3, 2], "dtype": "float32", "bytes": 24}, …],
//      "notes": ["…"]}
//
// An archive has `members` and `texts`. `objects` lists the HDF5 file, or the one in the archive; a group comes before
// its members. `size` is a member's unpacked size, `bytes` the size in the file.
//
//     {"error": "…", "code": "unreadable"}     replaces it if the file can't be read; `code` as in nnsummary/error.h
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace nnsummary::container {

// The file can't be read; the message says why.
class FileError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The file exceeds a limit.
class LimitError : public FileError {
  using FileError::FileError;
};

// No model needs more: a file that does was made to use up memory.
struct Limits {
  static constexpr uint64_t kTexts = uint64_t{64} << 20;  // of all members together
  static constexpr uint64_t kUnpackedText = uint64_t{16} << 20;
  static constexpr uint64_t kUnpackedWeights = uint64_t{128} << 20;
  static constexpr uint64_t kListed = uint64_t{64} << 20;  // the names, paths and attributes of all objects together
  static constexpr size_t kMembers = 100'000;
  static constexpr size_t kObjects = 250'000;
  static constexpr size_t kAttributes = 4'000;  // of one object: HDF5 looks at all of them to open one
  static constexpr size_t kDepth = 1'000;
};

}  // namespace nnsummary::container
