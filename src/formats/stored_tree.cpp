#include "formats/stored_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "base/ascii.h"
#include "document/report.h"

namespace nnsummary {
namespace {

const Value kNothing;

// Returns a count; the largest one if it exceeds 64 bits.
uint64_t number_of(const Value& value) {
  if (value.is_int()) return value.integer() < 0 ? 0 : static_cast<uint64_t>(value.integer().get());
  uint64_t result = UINT64_MAX;
  if (value.is_number()) std::from_chars(value.string().data(), value.string().data() + value.string().size(), result);
  return result;
}

// Bounds the memory and the work for layers and weights, whose names and paths may be long.
class Budget {
 public:
  explicit Budget(const std::string& file) : file_(file) {}

  void spend(size_t bytes) {
    if (bytes > left_) {
      refuse_file(file_,
                  fmt::format("lists more layers and weights than fit into {} MiB with their paths", kMost >> 20),
                  "limit");
    }
    left_ -= bytes;
  }

 private:
  static constexpr size_t kMost = size_t{64} << 20;
  const std::string& file_;
  size_t left_ = kMost;
};

bool is_dataset(const Value& object) { return object.find("shape") != nullptr; }

StoredWeight weight_of(const Value& object, std::string_view path) {
  StoredWeight result;
  result.path = path;
  for (const Value& size : object.find("shape")->items()) result.shape.push_back(number_of(size));
  // NumPy has no bfloat16: Keras stores the bits as another dtype, and the name in an attribute.
  const Value* attributes = object.find("attributes");
  result.dtype = attributes ? attributes->string_of("dtype", object.string_of("dtype")) : object.string_of("dtype");
  const Value* bytes = object.find("bytes");
  result.bytes = bytes ? number_of(*bytes) : 0;
  return result;
}

// Splits "layers/dense/vars"; Keras on Windows wrote backslashes.
std::vector<std::string_view> steps_of(std::string_view path, const std::string& file) {
  constexpr size_t kMost = 1'000;  // many functions call themselves for the layers inside a layer
  std::vector<std::string_view> result;
  while (!path.empty()) {
    const size_t end = std::min(path.find_first_of("/\\"), path.size());
    if (end > 0) result.push_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
    if (result.size() > kMost) {
      refuse_file(file, fmt::format("has weights in layers that are nested deeper than {} levels", kMost), "limit");
    }
  }
  return result;
}

// Returns the layer at `steps` in `root`, and makes it if there is none.
StoredLayer& descend(StoredLayer& root, std::span<const std::string_view> steps, Budget& budget) {
  StoredLayer* result = &root;
  size_t path_size = 0;
  for (const std::string_view step : steps) {
    path_size += step.size() + 1;
    auto& children = result->children;
    // Objects come in the order of their paths, so that an existing group is the last.
    if (children.empty() || children.back().group != step) {
      budget.spend(path_size + sizeof(StoredLayer));
      children.push_back({std::string(step), "", false, {}, {}});
    }
    result = &children.back();
  }
  return *result;
}

// Orders "dense_2" before "dense_10".
bool natural_less(std::string_view a, std::string_view b) {
  // Paths have long beginnings in common.
  auto i = static_cast<size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  while (i > 0 && is_digit(a[i - 1])) --i;
  size_t j = i;
  while (i < a.size() && j < b.size()) {
    if (!is_digit(a[i]) || !is_digit(b[j])) {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i;
      ++j;
      continue;
    }
    const size_t end_a = std::min(a.find_first_not_of("0123456789", i), a.size());
    const size_t end_b = std::min(b.find_first_not_of("0123456789", j), b.size());
    if (end_a - i != end_b - j) return end_a - i < end_b - j;
    if (const int order = a.substr(i, end_a - i).compare(b.substr(j, end_b - j))) return order < 0;
    i = end_a;
    j = end_b;
  }
  return a.size() - i < b.size() - j;
}

void sort(StoredLayer& layer) {
  std::sort(layer.weights.begin(), layer.weights.end(),
            [](const auto& a, const auto& b) { return natural_less(a.path, b.path); });
  std::sort(layer.children.begin(), layer.children.end(),
            [](const auto& a, const auto& b) { return natural_less(a.group, b.group); });
  for (StoredLayer& child : layer.children) sort(child);
}

void move_weights(StoredLayer& from, std::vector<StoredWeight>& to) {
  std::move(from.weights.begin(), from.weights.end(), std::back_inserter(to));
  for (StoredLayer& child : from.children) move_weights(child, to);
}

// Moves the weights of a group beside the layers to `to`.
void take_group(StoredWeights& weights, std::string_view group, std::vector<StoredWeight>& to) {
  auto& children = weights.root.children;
  const auto found = std::find_if(children.begin(), children.end(), [&](const auto& c) { return c.group == group; });
  if (found == children.end()) return;
  move_weights(*found, to);
  children.erase(found);
}

}  // namespace

std::vector<std::string> notes_of(const Value& record) {
  std::vector<std::string> result;
  if (const Value* notes = record.find("notes")) {
    for (const Value& note : notes->items()) result.emplace_back(note.string());
  }
  return result;
}

ObjectList::ObjectList(const Document& record)
    : file_(record.file()), objects_(record.root().find("objects") ? *record.root().find("objects") : kNothing) {
  for (const Value& object : objects_.items()) by_path_.emplace(object.string_of("path"), &object);
}

const Value* ObjectList::find(std::string_view path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : found->second;
}

const Value* ObjectList::attribute_value(std::string_view path, std::string_view name) const {
  const Value* object = find(path);
  const Value* attributes = object ? object->find("attributes") : nullptr;
  return attributes ? attributes->find(name) : nullptr;
}

std::span<const Member> ObjectList::attributes_of(std::string_view path) const {
  const Value* object = find(path);
  const Value* attributes = object ? object->find("attributes") : nullptr;
  return attributes && attributes->is_object() ? attributes->members() : std::span<const Member>();
}

size_t ObjectList::attribute_count(std::string_view path) const { return attributes_of(path).size(); }

std::string_view ObjectList::attribute(std::string_view path, std::string_view name) const {
  const Value* value = attribute_value(path, name);
  return value && value->is_string() ? value->string() : std::string_view();
}

std::vector<std::string_view> ObjectList::attributes(std::string_view path, std::string_view name) const {
  std::vector<std::string_view> result;
  std::unordered_map<std::string_view, const Value*> parts;
  for (const Member& member : attributes_of(path)) {
    if (member.key.starts_with(name)) parts.emplace(member.key, &member.value);
  }
  const auto add = [&](std::string_view key) {
    const auto part = parts.find(key);
    if (part == parts.end()) return false;
    for (const Value& item : part->second->items()) result.push_back(item.string());
    return true;
  };
  add(name);
  for (size_t i = 0; add(fmt::format("{}{}", name, i)); ++i) {
  }
  return result;
}

bool ObjectList::has_attribute(std::string_view path, std::string_view name) const {
  return attribute_value(path, name) || attribute_value(path, fmt::format("{}0", name));
}

std::shared_ptr<StoredWeights> weights_by_object(const ObjectList& list) {
  auto result = std::make_shared<StoredWeights>();
  result->layout = StoredWeights::Layout::ByObject;
  Budget budget(list.file());
  for (const Value& object : list.objects().items()) {
    const std::string_view path = object.string_of("path");
    const std::vector<std::string_view> steps = steps_of(path, list.file());
    const std::span<const std::string_view> all(steps);
    if (is_dataset(object) && !steps.empty()) {
      const bool numbered = steps.size() > 1 && steps[steps.size() - 2] == "vars";
      StoredLayer& owner = descend(result->root, all.first(steps.size() - (numbered ? 2 : 1)), budget);
      budget.spend(path.size() + sizeof(StoredWeight));
      owner.weights.push_back(weight_of(object, path));
    } else if (!steps.empty() && steps.back() == "vars") {
      StoredLayer& owner = descend(result->root, all.first(steps.size() - 1), budget);
      owner.name = list.attribute(path, "name");
      owner.is_object = true;
    } else {
      descend(result->root, all, budget);
    }
  }
  sort(result->root);
  result->model = result->root.name;
  take_group(*result, "optimizer", result->optimizer);
  take_group(*result, "metrics", result->metrics);
  return result;
}

std::shared_ptr<StoredWeights> weights_by_layer(const ObjectList& list, std::string_view root) {
  auto result = std::make_shared<StoredWeights>();
  result->layout = StoredWeights::Layout::ByLayer;
  const std::string prefix = root.empty() ? "" : std::string(root) + "/";
  std::unordered_set<std::string_view> listed;
  Budget budget(list.file());
  const auto add_layer = [&](std::string_view name) {
    StoredLayer layer{std::string(name), std::string(name), true, {}, {}};
    const std::string group = fmt::format("{}{}", prefix, name);
    budget.spend(group.size() + sizeof(StoredLayer) + list.attribute_count(group) * sizeof(Member));
    for (const std::string_view weight : list.attributes(group, "weight_names")) {
      budget.spend(group.size() + weight.size() + sizeof(StoredWeight));
      const Value* object = list.find(fmt::format("{}/{}", group, weight));
      if (!object || !is_dataset(*object)) continue;
      listed.insert(object->string_of("path"));
      layer.weights.push_back(weight_of(*object, weight));
    }
    return layer;
  };
  for (const std::string_view name : list.attributes(root, "layer_names"))
    result->root.children.push_back(add_layer(name));
  result->root.weights = add_layer("top_level_model_weights").weights;
  for (const Value& object : list.objects().items()) {
    const std::string_view path = object.string_of("path");
    if (!is_dataset(object) || listed.contains(path)) continue;
    const bool of_optimizer = path.starts_with("optimizer_weights/");
    (of_optimizer ? result->optimizer : result->unlisted).push_back(weight_of(object, path));
  }
  return result;
}

}  // namespace nnsummary
