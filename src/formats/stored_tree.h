// Finds the weights of an HDF5 file in the record of nnsummary-container.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "document/value.h"
#include "nnsummary/stored.h"

namespace nnsummary {

// The objects of a record, by path.
class ObjectList {
 public:
  explicit ObjectList(const Value& record);

  const Value& objects() const { return objects_; }
  const Value* find(std::string_view path) const;
  // Returns an attribute that is a string; "" if there is none.
  std::string_view attribute(std::string_view path, std::string_view name) const;
  // Returns an attribute that is a list of strings. Keras splits a long list into several, named "…0", "…1" and so on.
  std::vector<std::string_view> attributes(std::string_view path, std::string_view name) const;
  bool has_attribute(std::string_view path, std::string_view name) const;

 private:
  const Value* attribute_value(std::string_view path, std::string_view name) const;

  const Value& objects_;
  std::unordered_map<std::string_view, const Value*> by_path_;
};

// Returns the warnings of a record.
std::vector<std::string> notes_of(const Value& record);

// Returns the weights of Keras 3's layout, which has a group for each object.
std::shared_ptr<StoredWeights> weights_by_object(const ObjectList& list);
// Returns the weights of the older layout, which has a group for each layer, inside the group `root` ("" or
// "model_weights").
std::shared_ptr<StoredWeights> weights_by_layer(const ObjectList& list, std::string_view root);

}  // namespace nnsummary
