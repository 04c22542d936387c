#pragma once

#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "nnsummary/stored.h"
#include "spec/auto_names.h"

namespace nnsummary {

// Finds the stored weights of a model's layers. Layers must be asked for in the order in which Keras lists them: Keras
// 3 numbers groups of the same class in that order. Finds nothing if `weights` is null.
class StoredLayers {
 public:
  explicit StoredLayers(const StoredWeights* weights);
  // For a nested model that is stored as `layer` in the same file.
  StoredLayers(const StoredWeights* weights, const StoredLayer* layer);

  const StoredLayer* next(std::string_view name, std::string_view class_name);
  // Returns the stored layers that weren't asked for, in the order of the file.
  std::vector<const StoredLayer*> rest() const;

 private:
  const StoredLayer* find(std::string_view name, std::string_view class_name);

  bool by_object_ = false;
  const StoredLayer* parent_ = nullptr;
  std::unordered_set<const StoredLayer*> found_;
  AutoNames groups_;
  std::unordered_map<std::string_view, const StoredLayer*> by_group_;
  std::unordered_map<std::string_view, const StoredLayer*> by_name_;
};

// Returns the layer without those of its own weights that look like a weight of a layer in it: a wrapper may store the
// kernel of the wrapped layer a second time. Sets `found` if there are any.
StoredLayer without_repeats(const StoredLayer& layer, bool& found);

// Returns the group that the layers of a model are stored in, or null if there is none.
const StoredLayer* layers_of(const StoredLayer& model);

}  // namespace nnsummary
