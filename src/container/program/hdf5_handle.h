// HDF5's objects, closed when they are no longer needed, and its errors.
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
  operator hid_t() const { return id_; }  // NOLINT: it is passed on to HDF5

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

// Throws a FileError: what was tried, and why HDF5 says that it failed.
[[noreturn]] void throw_hdf5(const std::string& what);

}  // namespace nnsummary::container
