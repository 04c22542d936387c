// RAII for HDF5 identifiers, and HDF5's errors as exceptions.
#pragma once

#include <hdf5.h>

#include <string>

namespace nnsummary::container {

class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }

  explicit operator bool() const { return id_ >= 0; }
  operator hid_t() const { return id_; }  // NOLINT: passed to HDF5's functions

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

// Throws a FileError with what failed and the reason that HDF5 gives.
[[noreturn]] void throw_hdf5(const std::string& what);

}  // namespace nnsummary::container
