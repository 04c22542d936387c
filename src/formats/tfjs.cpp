#include "formats/tfjs.h"

#include <algorithm>
#include <filesystem>
#include <unordered_map>
#include <vector>

namespace nnsummary {
namespace {

using Holders = std::unordered_map<std::string_view, std::string_view>;

const Value* layers_of(const Value& record) {
  const Value* config = record.find("config");
  return config && config->is_object() ? config->find("layers") : config;
}

std::string_view name_of(const Value& record) {
  const Value* config = record.find("config");
  return record.string_of("name", config ? config->string_of("name") : std::string_view());
}

// Maps each layer's name, in nested models too, to the layer of the outermost model that contains it.
Holders holders_of(const Value& model) {
  struct Pending {
    const Value* record;
    std::string_view holder;
  };
  Holders result;
  std::vector<Pending> stack;
  if (const Value* layers = layers_of(model)) {
    for (const Value& layer : layers->items()) stack.push_back({&layer, name_of(layer)});
  }
  while (!stack.empty()) {
    const Pending next = stack.back();
    stack.pop_back();
    result.emplace(name_of(*next.record), next.holder);
    if (const Value* layers = layers_of(*next.record)) {
      for (const Value& layer : layers->items()) stack.push_back({&layer, next.holder});
    }
  }
  return result;
}

uint64_t size_of(std::string_view dtype) {
  if (dtype == "uint8" || dtype == "int8" || dtype == "bool") return 1;
  return dtype == "uint16" || dtype == "float16" ? 2 : dtype == "complex64" ? 8 : 4;
}

StoredWeight weight_of(const Value& entry) {
  StoredWeight result;
  result.path = entry.string_of("name");
  result.dtype = entry.string_of("dtype");
  if (const Value* shape = entry.find("shape")) {
    for (const Value& size : shape->items()) {
      result.shape.push_back(size.is_int() && size.integer() > 0 ? static_cast<uint64_t>(size.integer().get()) : 0);
    }
  }
  const Value* quantization = entry.find("quantization");
  const std::string_view stored_as = quantization ? quantization->string_of("dtype", result.dtype) : result.dtype;
  result.bytes = size_of(stored_as);
  for (const uint64_t size : result.shape) {
    if (__builtin_mul_overflow(result.bytes, size, &result.bytes)) result.bytes = 0;
  }
  return result;
}

// Looks for the files of a group of the manifest. A manifest that names files elsewhere isn't followed.
StoredShards shards_of(const Value& group, const std::filesystem::path& folder) {
  StoredShards result;
  const Value* paths = group.find("paths");
  for (const Value& item : paths ? paths->items() : std::span<const Value>()) {
    const std::string name(item.is_string() ? item.string() : std::string_view());
    if (name.empty() || name.find('/') != std::string::npos) continue;
    std::error_code error;
    const uintmax_t size = std::filesystem::file_size(folder / name, error);
    result.files.push_back(name);
    error ? result.missing.push_back(name) : void(result.bytes += size);
  }
  const Value* weights = group.find("weights");
  for (const Value& entry : weights ? weights->items() : std::span<const Value>()) {
    if (__builtin_add_overflow(result.expected_bytes, weight_of(entry).bytes, &result.expected_bytes)) return {};
  }
  return result;
}

// Returns nothing if no shard is there: a model.json may be kept without its weights.
std::vector<StoredShards> all_shards(const Value& manifest, const std::string& path) {
  std::vector<StoredShards> result;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  for (const Value& group : manifest.items()) result.push_back(shards_of(group, folder));
  const bool any = std::any_of(result.begin(), result.end(),
                               [](const StoredShards& shards) { return shards.missing.size() < shards.files.size(); });
  return any ? result : std::vector<StoredShards>();
}

}  // namespace

std::shared_ptr<const StoredWeights> tfjs_weights(const Value& root, const std::string& path) {
  const Value* topology = root.find("modelTopology");
  const Value* manifest = root.find("weightsManifest");
  if (!topology || !manifest || manifest->items().empty()) return nullptr;
  const Value* model = topology->find("model_config");
  const Holders holders = holders_of(model ? *model : *topology);
  auto result = std::make_shared<StoredWeights>();
  result->layout = StoredWeights::Layout::ByLayer;
  std::unordered_map<std::string_view, size_t> places;
  for (const Value& group : manifest->items()) {
    const Value* weights = group.find("weights");
    for (const Value& entry : weights ? weights->items() : std::span<const Value>()) {
      const std::string_view name = entry.string_of("name");
      const std::string_view own = name.substr(0, name.find('/'));
      const auto holder = holders.find(own);
      const std::string_view layer = holder == holders.end() ? own : holder->second;
      const auto [place, added] = places.emplace(layer, result->root.children.size());
      if (added) {
        StoredLayer& child = result->root.children.emplace_back();
        child.group = child.name = layer;
        child.is_object = true;
      }
      result->root.children[place->second].weights.push_back(weight_of(entry));
    }
  }
  if (!path.empty()) result->shards = all_shards(*manifest, path);
  return result;
}

}  // namespace nnsummary
