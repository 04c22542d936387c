// The weights of an HDF5 file, from the list of what is in it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "document/value.h"
#include "nnsummary/stored.h"

namespace nnsummary {

// The objects of a record of nnsummary-container, by path.
class ObjectList {
 public:
  explicit ObjectList(const Value& record);

  const Value& objects() const { return objects_; }
  const Value* find(std::string_view path) const;
  // An attribute that is a text; "" if there is none.
  std::string_view attribute(std::string_view path, std::string_view name) const;
  // One that is a list of texts; Keras cuts long ones into several, whose names end in numbers.
  std::vector<std::string_view> attributes(std::string_view path, std::string_view name) const;
  bool has_attribute(std::string_view path, std::string_view name) const;

 private:
  const Value* attribute_value(std::string_view path, std::string_view name) const;

  const Value& objects_;
  std::unordered_map<std::string_view, const Value*> by_path_;
};

// The weights that Keras 3 stores object by object.
std::shared_ptr<StoredWeights> weights_by_object(const ObjectList& list);
// Those that are stored layer by layer, in the group `root` ("" or "model_weights").
std::shared_ptr<StoredWeights> weights_by_layer(const ObjectList& list, std::string_view root);

}  // namespace nnsummary
