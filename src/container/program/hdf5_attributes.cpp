#include "container/program/hdf5_attributes.h"

#include <cstring>
#include <vector>

#include "container/program/hdf5_handle.h"

namespace nnsummary::container {
namespace {

using Strings = std::vector<std::string>;

struct Names {
  Strings names;
  Budget& budget;
};

// HDF5 calls this for each attribute; an exception must not pass through its C code.
herr_t add_name(hid_t, const char* name, const H5A_info_t*, void* data) noexcept {
  auto& found = *static_cast<Names*>(data);
  if (found.names.size() == Limits::kAttributes || !found.budget.take(std::strlen(name))) return -1;
  found.names.emplace_back(name);
  return 0;
}

Strings names_of(hid_t object, Budget& budget, const std::string& what) {
  Names found{{}, budget};
  hsize_t index = 0;
  if (H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, &index, add_name, &found) >= 0) return std::move(found.names);
  budget.check();
  if (found.names.size() == Limits::kAttributes)
    throw LimitError(what + " has more than " + std::to_string(Limits::kAttributes) + " attributes");
  throw_hdf5("the attributes of " + what + " can't be listed");
}

// Strings of variable length lie elsewhere in the file; HDF5 allocates them.
bool read_variable(hid_t attribute, hid_t type, hid_t space, size_t count, Budget& budget, Strings& strings) {
  budget.spend(count * sizeof(char*));
  std::vector<char*> pointers(count);
  if (H5Aread(attribute, type, pointers.data()) < 0) return false;
  for (const char* pointer : pointers) {
    const std::string_view text = pointer ? pointer : "";
    budget.spend(text.size());
    strings.emplace_back(text);
  }
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, pointers.data());
  return true;
}

bool read_fixed(hid_t attribute, hid_t type, size_t count, Budget& budget, Strings& strings) {
  const size_t size = H5Tget_size(type);
  uint64_t total = UINT64_MAX;
  if (size == 0 || __builtin_mul_overflow(count, size, &total)) budget.spend(UINT64_MAX);
  budget.spend(total);
  std::string bytes(count * size, '\0');
  if (H5Aread(attribute, type, bytes.data()) < 0) return false;
  for (size_t i = 0; i < count; ++i)
    strings.emplace_back(bytes.data() + i * size, strnlen(bytes.data() + i * size, size));
  return true;
}

void write(JsonWriter& json, const std::string& name, bool list, const Strings& strings) {
  if (!list) return json.field(name, strings.empty() ? std::string() : strings.front());
  json.key(name);
  json.begin('[');
  for (const std::string& string : strings) {
    json.item();
    json.string(string);
  }
  json.end(']');
}

}  // namespace

void write_attributes(hid_t object, JsonWriter& json, Budget& budget, const std::string& what) {
  bool any = false;
  for (const std::string& name : names_of(object, budget, what)) {
    const std::string which = std::string("the attribute '").append(shortened(name)).append("' of ").append(what);
    const Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose);
    const Handle type(attribute ? H5Aget_type(attribute) : -1, H5Tclose);
    const Handle space(attribute ? H5Aget_space(attribute) : -1, H5Sclose);
    if (!type || !space) throw_hdf5(which + " can't be read");
    if (H5Tget_class(type) != H5T_STRING) continue;
    const hssize_t count = H5Sget_simple_extent_npoints(space);
    if (count < 0 || static_cast<uint64_t>(count) > Limits::kListed) budget.spend(UINT64_MAX);
    Strings strings;
    const auto points = static_cast<size_t>(count);
    const bool read = H5Tis_variable_str(type) > 0 ? read_variable(attribute, type, space, points, budget, strings)
                                                   : read_fixed(attribute, type, points, budget, strings);
    if (!read) throw_hdf5(which + " can't be read");
    if (!any) {
      json.key("attributes");
      json.begin('{');
    }
    any = true;
    write(json, name, H5Sget_simple_extent_ndims(space) > 0, strings);
  }
  if (any) json.end('}');
}

namespace {

herr_t keep_deepest(unsigned, const H5E_error2_t* error, void* data) noexcept {
  if (error->desc) *static_cast<std::string*>(data) = error->desc;
  return 0;
}

}  // namespace

void throw_hdf5(const std::string& what) {
  std::string why;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep_deepest, &why);
  throw FileError(what + (why.empty() ? "" : ": " + shortened(why)));
}

}  // namespace nnsummary::container
