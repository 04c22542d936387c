#pragma once

#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "nnsummary/stored.h"
#include "spec/auto_names.h"

namespace nnsummary {

// What is stored of the layers that a model holds, asked for in the order in which Keras lists them: files of Keras 3
// number equal classes in that order. Nothing is found where there are no weights.
class StoredLayers {
 public:
  explicit StoredLayers(const StoredWeights* weights);
  // Of a model that is stored as `layer` itself, in the same file.
  StoredLayers(const StoredWeights* weights, const StoredLayer* layer);

  const StoredLayer* next(std::string_view name, std::string_view class_name);
  // Those that were never asked for, in the order of the file.
  std::vector<const StoredLayer*> rest() const;

 private:
  const StoredLayer* find(std::string_view name, std::string_view class_name);

  bool by_object_ = false;
  const StoredLayer* holder_ = nullptr;
  std::unordered_set<const StoredLayer*> found_;
  AutoNames groups_;
  std::unordered_map<std::string_view, const StoredLayer*> by_group_;
  std::unordered_map<std::string_view, const StoredLayer*> by_name_;
};

// Returns the layer without those of its own weights that look like a weight of a layer in it: a wrapper may store the
// kernel of the layer that it wraps a second time. Sets `found` if there are any.
StoredLayer without_repeats(const StoredLayer& layer, bool& found);

// The group that the layers of a model are stored in; null if there is none.
const StoredLayer* layers_of(const StoredLayer& model);

}  // namespace nnsummary
