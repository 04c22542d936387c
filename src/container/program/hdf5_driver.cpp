#include "container/program/hdf5_driver.h"

namespace nnsummary::container {
namespace {

constexpr haddr_t kMostBytes = (haddr_t{1} << 62) - 1;

// An open file. HDF5 only knows `base`, which comes first.
struct Open {
  H5FD_t base{};
  Bytes* bytes = nullptr;
  haddr_t end_of_addresses = 0;
};

// Passes the bytes to open_driver(): a driver gets nothing else but its property list.
struct Properties {
  Bytes* bytes;
};

hid_t driver_id = -1;

H5FD_t* open_driver(const char*, unsigned, hid_t access, haddr_t) {
  const auto* properties = static_cast<const Properties*>(H5Pget_driver_info(access));
  if (!properties) return nullptr;
  auto* file = new Open;
  file->bytes = properties->bytes;
  return &file->base;
}

Open* of(H5FD_t* file) { return reinterpret_cast<Open*>(file); }
const Open* of(const H5FD_t* file) { return reinterpret_cast<const Open*>(file); }

herr_t close_driver(H5FD_t* file) {
  delete of(file);
  return 0;
}

herr_t query(const H5FD_t*, unsigned long* flags) {
  *flags = H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE;
  return 0;
}

haddr_t end_of_addresses(const H5FD_t* file, H5FD_mem_t) { return of(file)->end_of_addresses; }

herr_t set_end_of_addresses(H5FD_t* file, H5FD_mem_t, haddr_t address) {
  of(file)->end_of_addresses = address;
  return 0;
}

haddr_t end_of_file(const H5FD_t* file, H5FD_mem_t) { return of(file)->bytes->size(); }

herr_t read(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t address, size_t size, void* buffer) {
  return of(file)->bytes->read(address, buffer, size) ? 0 : -1;
}

herr_t write(H5FD_t*, H5FD_mem_t, hid_t, haddr_t, size_t, const void*) { return -1; }

// Reading needs no other callbacks.
const H5FD_class_t& driver() {
  static const H5FD_class_t result = [] {
    H5FD_class_t made{};
    made.name = "bytes";
    made.maxaddr = kMostBytes;
    made.fc_degree = H5F_CLOSE_STRONG;
    made.fapl_size = sizeof(Properties);
    made.open = open_driver;
    made.close = close_driver;
    made.query = query;
    made.get_eoa = end_of_addresses;
    made.set_eoa = set_end_of_addresses;
    made.get_eof = end_of_file;
    made.read = read;
    made.write = write;
    for (H5FD_mem_t& type : made.fl_map) type = H5FD_MEM_SUPER;
    return made;
  }();
  return result;
}

}  // namespace

hid_t open_hdf5(Bytes& bytes) {
  if (driver_id < 0) driver_id = H5FDregister(&driver());
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  const Properties properties{&bytes};
  if (H5Pset_driver(access, driver_id, &properties) < 0) return -1;
  // Leaves the property list open: closing it would clear the errors that throw_hdf5() reads.
  return H5Fopen("model", H5F_ACC_RDONLY, access);
}

}  // namespace nnsummary::container
