#include "container/program/hdf5_tree.h"

#include <hdf5.h>

#include <algorithm>
#include <cstring>
#include <unordered_set>

#include "container/program/budget.h"
#include "container/program/hdf5_attributes.h"
#include "container/program/hdf5_driver.h"
#include "container/program/hdf5_handle.h"

namespace nnsummary::container {
namespace {

struct Link {
  std::string name;
  haddr_t address;
};

struct Group {
  size_t path_size;
  Budget& budget;
  std::vector<Link> links;
  std::vector<std::string> links_elsewhere;
};

// HDF5 calls this for each link; an exception must not pass through its C code.
herr_t add_link(hid_t, const char* name, const H5L_info_t* info, void* data) noexcept {
  constexpr size_t kPlace = 64;  // of a link in memory
  auto& group = *static_cast<Group*>(data);
  if (!group.budget.take(group.path_size + std::strlen(name) + kPlace)) return -1;
  if (info->type == H5L_TYPE_HARD) {
    group.links.push_back({name, info->u.address});
  } else {
    group.links_elsewhere.emplace_back(name);
  }
  return 0;
}

std::string dtype_of(hid_t type) {
  const H5T_class_t kind = H5Tget_class(type);
  const size_t bits = 8 * H5Tget_size(type);
  if (kind == H5T_FLOAT) return "float" + std::to_string(bits);
  if (kind == H5T_INTEGER) {
    return (H5Tget_sign(type) == H5T_SGN_NONE ? "uint" : "int") + std::to_string(bits);
  }
  // h5py writes booleans as an enumeration of FALSE and TRUE.
  if (kind == H5T_ENUM) return "bool";
  return kind == H5T_STRING ? "string" : "other";
}

// Returns the object's name in messages.
std::string description_of(const std::string& path) {
  if (path.empty()) return "the root of the HDF5 file";
  return "'" + shortened(path) + "' in the HDF5 file";
}

constexpr size_t kNotedLinks = 10;  // nobody reads more

class Walk {
 public:
  Walk(uint64_t file_size, JsonWriter& json, std::vector<std::string>& notes)
      : file_size_(file_size), json_(json), notes_(notes) {}

  void walk(hid_t file);

 private:
  struct Pending {
    std::string path;
    haddr_t address;
    size_t depth;
  };
  void visit(hid_t file, const Pending& object);
  void group(hid_t object, const Pending& place);
  void dataset(hid_t object, const std::string& what);
  void note_link(const std::string& path);

  uint64_t file_size_;
  JsonWriter& json_;
  std::vector<std::string>& notes_;
  std::vector<Pending> pending_;
  std::unordered_set<haddr_t> seen_;
  Budget budget_;
  size_t links_elsewhere_ = 0;
};

// Visits each object once, under the first path that leads to it.
void Walk::walk(hid_t file) {
  H5O_info_t root;
  if (H5Oget_info2(file, &root, H5O_INFO_BASIC) < 0) throw_hdf5("the HDF5 file has no root group");
  pending_.push_back({"", root.addr, 0});
  json_.key("objects");
  json_.begin('[');
  while (!pending_.empty()) {
    const Pending object = std::move(pending_.back());
    pending_.pop_back();
    if (!seen_.insert(object.address).second) continue;
    if (seen_.size() > Limits::kObjects)
      throw LimitError("the HDF5 file has more than " + std::to_string(Limits::kObjects) + " objects");
    visit(file, object);
  }
  json_.end(']');
  if (links_elsewhere_ > kNotedLinks) {
    notes_.push_back(std::to_string(links_elsewhere_ - kNotedLinks) +
                     " more links in the HDF5 file lead to other places, and aren't followed");
  }
}

void Walk::note_link(const std::string& path) {
  if (++links_elsewhere_ > kNotedLinks) return;
  notes_.push_back(description_of(path) + " is a link to another place, which isn't followed");
}

void Walk::visit(hid_t file, const Pending& place) {
  const Handle object(H5Oopen_by_addr(file, place.address), H5Oclose);
  const std::string what = description_of(place.path);
  if (!object) throw_hdf5(what + " can't be opened");
  json_.item();
  json_.begin('{');
  json_.field("path", place.path);
  write_attributes(object, json_, budget_, what);
  const H5I_type_t type = H5Iget_type(object);
  if (type == H5I_DATASET) dataset(object, what);
  json_.end('}');
  if (type == H5I_GROUP) group(object, place);
}

void Walk::group(hid_t object, const Pending& place) {
  Group found{place.path.size(), budget_, {}, {}};
  hsize_t index = 0;
  const std::string what = description_of(place.path);
  if (H5Literate(object, H5_INDEX_NAME, H5_ITER_INC, &index, add_link, &found) < 0) {
    budget_.check();
    throw_hdf5(what + " can't be listed");
  }
  if (place.depth > Limits::kDepth)
    throw LimitError(what + " is nested deeper than " + std::to_string(Limits::kDepth) + " levels");
  const std::string prefix = place.path.empty() ? "" : place.path + "/";
  for (const std::string& name : found.links_elsewhere) note_link(prefix + name);
  // In reverse, because the last one is visited first.
  std::for_each(found.links.rbegin(), found.links.rend(), [&](const Link& link) {
    pending_.push_back({prefix + link.name, link.address, place.depth + 1});
  });
}

void Walk::dataset(hid_t object, const std::string& what) {
  const Handle space(H5Dget_space(object), H5Sclose);
  const Handle type(H5Dget_type(object), H5Tclose);
  if (!space || !type) throw_hdf5(what + " is damaged");
  const hsize_t bytes = H5Dget_storage_size(object);
  if (bytes > file_size_) throw FileError(what + " claims to be larger than the file");
  hsize_t sizes[H5S_MAX_RANK] = {};
  const int rank = H5Sget_simple_extent_dims(space, sizes, nullptr);
  json_.key("shape");
  json_.begin('[');
  for (int i = 0; i < rank; ++i) {
    json_.item();
    json_.integer(sizes[i]);
  }
  json_.end(']');
  json_.field("dtype", dtype_of(type));
  json_.field("bytes", bytes);
}

}  // namespace

void write_objects(Bytes& bytes, JsonWriter& json, std::vector<std::string>& notes) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  const Handle file(open_hdf5(bytes), H5Fclose);
  if (!file) throw_hdf5("the HDF5 file can't be opened");
  Walk(bytes.size(), json, notes).walk(file);
}

}  // namespace nnsummary::container
