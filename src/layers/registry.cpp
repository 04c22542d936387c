#include <iterator>

#include "layers/families.h"

namespace nnsummary {
namespace {

using FamilyTable = std::span<const LayerEntry> (*)();
constexpr FamilyTable kFamilies[] = {
    core_layers,         einsum_layers,    embedding_layers,      convolution_layers,    pooling_layers,
    recurrent_layers,    conv_lstm_layers, wrapper_layers,        normalization_layers,  attention_layers,
    merging_layers,      reshaping_layers, regularization_layers, activation_layers,     preprocessing_layers,
    lookup_layers,       audio_layers,     image_size_layers,     image_geometry_layers, image_color_layers,
    image_mixing_layers, legacy_layers,
};

constexpr std::string_view kFamilyNames[] = {
    "core",      "convolution",    "pooling",    "recurrent",     "normalization", "attention", "merging",
    "reshaping", "regularization", "activation", "preprocessing", "legacy",        "model",
};

// Files name a class by where Keras exports it, or by where it is defined; old ones by neither.
bool is_from(std::string_view module, const LayerEntry& entry) {
  if (module.empty() || module == entry.module) return true;
  return entry.module == "keras.layers" && module.starts_with("keras.src.layers.");
}

// Where nothing has a module, a class goes by its name in Python.
bool is_called(std::string_view class_name, std::string_view module, const LayerEntry& entry) {
  return entry.name == class_name || (module.empty() && !entry.printed.empty() && entry.printed == class_name);
}

void set_type(Structure<Tensor>& tensors, DType dtype) {
  tensors.leaf = {tensors.leaf.shape, dtype};
  for (Structure<Tensor>& item : tensors.items) set_type(item, dtype);
}

}  // namespace

std::string_view to_text(Family family) { return kFamilyNames[static_cast<size_t>(family)]; }

const LayerEntry* find_layer(std::string_view class_name, std::string_view module) {
  for (const FamilyTable table : kFamilies) {
    for (const LayerEntry& entry : table()) {
      if (is_called(class_name, module, entry) && is_from(module, entry)) return &entry;
    }
  }
  return nullptr;
}

std::vector<const LayerEntry*> all_layers() {
  std::vector<const LayerEntry*> result;
  for (const FamilyTable table : kFamilies) {
    for (const LayerEntry& entry : table()) result.push_back(&entry);
  }
  return result;
}

Structure<Tensor> same_tensors(const Call& call) {
  Structure<Tensor> result = call.inputs();
  set_type(result, call.compute_dtype());
  return result;
}

void same_shape(Call& call) { call.output_tensors(same_tensors(call)); }

}  // namespace nnsummary
