#include <algorithm>

#include "base/structures.h"
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

// Files have the module that exports a class, or the one that defines it; old files have none.
bool is_from(std::string_view module, const LayerEntry& entry) {
  if (module.empty() || module == entry.module) return true;
  // Classes that Keras 3 only keeps for old files.
  if (is_legacy_module(module)) return true;
  return entry.module == "keras.layers" && module.starts_with("keras.src.layers.");
}

// Files without modules have the class's name in Python.
bool is_called(std::string_view class_name, std::string_view module, const LayerEntry& entry) {
  return entry.name == class_name || (module.empty() && entry.printed_name() == class_name);
}

}  // namespace

std::string_view to_text(Family family) { return kFamilyNames[static_cast<size_t>(family)]; }

const Arg* find_arg(std::span<const Arg> args, std::string_view name) {
  const auto found = std::find_if(args.begin(), args.end(), [name](const Arg& arg) { return arg.name == name; });
  return found == args.end() ? nullptr : &*found;
}

bool is_legacy_module(std::string_view module) {
  return module == "keras._legacy.layers" || module.starts_with("keras.src.legacy.");
}

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

Structure<Tensor> same_tensors(const Call& call) { return with_dtype(call.inputs(), call.compute_dtype()); }

void same_shape(Call& call) { call.output_tensors(same_tensors(call)); }

}  // namespace nnsummary
