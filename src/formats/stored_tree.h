// Finds the weights of an HDF5 file in the record of nnsummary-container.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "document/document.h"
#include "nnsummary/stored.h"

namespace nnsummary {

// The objects of a record, by path.
class ObjectList {
 public:
  explicit ObjectList(const Document& record);

  const std::string& file() const { return file_; }
  const Value& objects() const { return objects_; }
  const Value* find(std::string_view path) const;
  // Returns an attribute that is a string; "" if there is none.
  std::string_view attribute(std::string_view path, std::string_view name) const;
  // Returns an attribute that is a list of strings. Keras splits a long list into several, named "…0", "…1" and so on.
  std::vector<std::string_view> attributes(std::string_view path, std::string_view name) const;
  size_t attribute_count(std::string_view path) const;
  bool has_attribute(std::string_view path, std::string_view name) const;

 private:
  // Returns the attributes of an object, which are none if there is no such object.
  std::span<const Member> attributes_of(std::string_view path) const;
  const Value* attribute_value(std::string_view path, std::string_view name) const;

  const std::string& file_;
  const Value& objects_;
  std::unordered_map<std::string_view, const Value*> by_path_;
};

// Returns the warnings of a record.
std::vector<std::string> notes_of(const Value& record);

// Returns the weights of Keras 3's layout, which has a group for each object. Throws ModelError, as does the next one,
// if the layers and weights that the file lists exceed a limit: a small file can list them again and again.
std::shared_ptr<StoredWeights> weights_by_object(const ObjectList& list);
// Returns the weights of the older layout, which has a group for each layer, inside the group `root` ("" or
// "model_weights").
std::shared_ptr<StoredWeights> weights_by_layer(const ObjectList& list, std::string_view root);

}  // namespace nnsummary
