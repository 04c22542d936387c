#include "container/program/hdf5_attributes.h"

#include <cstring>
#include <vector>

#include "container/program/hdf5_handle.h"

namespace nnsummary::container {
namespace {

// HDF5 calls this for each attribute; an exception must not pass through its C code.
herr_t add_name(hid_t, const char* name, const H5A_info_t*, void* data) noexcept {
  auto& names = *static_cast<std::vector<std::string>*>(data);
  names.emplace_back(name);
  return names.size() > Limits::kObjects ? -1 : 0;
}

using Strings = std::vector<std::string>;

void spend(AttributeBudget& budget, uint64_t bytes) {
  if (bytes > budget.bytes)
    throw LimitError("the attributes of the HDF5 file take more than " + std::to_string(Limits::kAttributes >> 20) +
                     " MiB");
  budget.bytes -= bytes;
}

// Strings of variable length lie elsewhere in the file; HDF5 allocates them.
bool read_variable(hid_t attribute, hid_t type, hid_t space, size_t count, AttributeBudget& budget, Strings& strings) {
  spend(budget, count * sizeof(char*));
  std::vector<char*> pointers(count);
  if (H5Aread(attribute, type, pointers.data()) < 0) return false;
  for (const char* pointer : pointers) {
    const std::string_view text = pointer ? pointer : "";
    spend(budget, text.size());
    strings.emplace_back(text);
  }
  H5Dvlen_reclaim(type, space, H5P_DEFAULT, pointers.data());
  return true;
}

bool read_fixed(hid_t attribute, hid_t type, size_t count, AttributeBudget& budget, Strings& strings) {
  const size_t size = H5Tget_size(type);
  if (size == 0 || count > budget.bytes / size) spend(budget, UINT64_MAX);
  spend(budget, count * size);
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

void write_attributes(hid_t object, JsonWriter& json, AttributeBudget& budget, const std::string& what) {
  std::vector<std::string> names;
  hsize_t index = 0;
  if (H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, &index, add_name, &names) < 0) {
    throw_hdf5("the attributes of " + what + " can't be listed");
  }
  bool any = false;
  for (const std::string& name : names) {
    const std::string which = std::string("the attribute '").append(name).append("' of ").append(what);
    const Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose);
    const Handle type(attribute ? H5Aget_type(attribute) : -1, H5Tclose);
    const Handle space(attribute ? H5Aget_space(attribute) : -1, H5Sclose);
    if (!type || !space) throw_hdf5(which + " can't be read");
    if (H5Tget_class(type) != H5T_STRING) continue;
    const hssize_t count = H5Sget_simple_extent_npoints(space);
    if (count < 0 || static_cast<uint64_t>(count) > budget.bytes) spend(budget, UINT64_MAX);
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
  throw FileError(what + (why.empty() ? "" : ": " + why));
}

}  // namespace nnsummary::container
