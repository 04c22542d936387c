#include "formats/tfjs.h"

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
      result.shape.push_back(size.is_int() && size.integer() > 0 ? static_cast<uint64_t>(size.integer()) : 0);
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

}  // namespace

std::shared_ptr<const StoredWeights> tfjs_weights(const Value& root) {
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
      const std::string_view path = entry.string_of("name");
      const std::string_view own = path.substr(0, path.find('/'));
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
  return result;
}

}  // namespace nnsummary
