#include "summary/stored_layers.h"

#include <algorithm>

namespace nnsummary {

// Keras 2.12 uses "_layer_checkpoint_dependencies" for "layers".
const StoredLayer* layers_of(const StoredLayer& model) {
  const StoredLayer* found = model.child("layers");
  return found ? found : model.child("_layer_checkpoint_dependencies");
}

namespace {

bool holds_alike(const StoredLayer& layer, const StoredWeight& weight) {
  const auto is_alike = [&](const StoredWeight& w) { return w.shape == weight.shape && w.dtype == weight.dtype; };
  return std::any_of(layer.weights.begin(), layer.weights.end(), is_alike) ||
         std::any_of(layer.children.begin(), layer.children.end(),
                     [&](const StoredLayer& child) { return holds_alike(child, weight); });
}

}  // namespace

StoredLayer without_repeats(const StoredLayer& layer, bool& found) {
  StoredLayer result = layer;
  const auto is_repeat = [&layer](const StoredWeight& weight) {
    return !weight.shape.empty() && std::any_of(layer.children.begin(), layer.children.end(),
                                                [&](const StoredLayer& child) { return holds_alike(child, weight); });
  };
  found |= std::erase_if(result.weights, is_repeat) > 0;
  for (StoredLayer& child : result.children) child = without_repeats(child, found);
  return result;
}

StoredLayers::StoredLayers(const StoredWeights* weights) : StoredLayers(weights, weights ? &weights->root : nullptr) {}

StoredLayers::StoredLayers(const StoredWeights* weights, const StoredLayer* layer) {
  if (!weights || !layer) return;
  groups_ = AutoNames(weights->group_step);
  by_object_ = weights->layout == StoredWeights::Layout::ByObject;
  parent_ = by_object_ ? layers_of(*layer) : layer;
  if (!parent_) return;
  for (const StoredLayer& group : parent_->children) {
    by_group_.emplace(group.group, &group);
    if (!group.name.empty()) by_name_.emplace(group.name, &group);
  }
}

const StoredLayer* StoredLayers::find(std::string_view name, std::string_view class_name) {
  const auto look_up = [](const auto& map, std::string_view key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
  };
  if (!by_object_) return look_up(by_group_, name);
  const StoredLayer* numbered = look_up(by_group_, groups_.next(class_name));
  if (numbered && (numbered->name.empty() || numbered->name == name)) return numbered;
  // The class may have another name in Python than in the file.
  const StoredLayer* named = look_up(by_name_, name);
  return named ? named : numbered;
}

const StoredLayer* StoredLayers::next(std::string_view name, std::string_view class_name) {
  const StoredLayer* found = parent_ ? find(name, class_name) : nullptr;
  // A group belongs to one layer only.
  return found && found_.insert(found).second ? found : nullptr;
}

std::vector<const StoredLayer*> StoredLayers::rest() const {
  std::vector<const StoredLayer*> result;
  if (!parent_) return result;
  for (const StoredLayer& group : parent_->children) {
    if (!found_.contains(&group)) result.push_back(&group);
  }
  return result;
}

}  // namespace nnsummary
