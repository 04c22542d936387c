// A model as its file describes it, in the form of Keras 3 whatever dialect the file is in. Values belong to the
// document, which knows where they stand.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "document/report.h"
#include "spec/reading.h"
#include "spec/writer.h"

namespace nnsummary {

// One call of a layer, with tensors as `__keras_tensor__` objects.
struct CallSpec {
  const Value* args = nullptr;    // a list
  const Value* kwargs = nullptr;  // an object
};

struct ModelSpec;

// Where a concise spec's description of a custom class stands, beside the layer's 'config'.
inline constexpr std::string_view kCustomKey = "custom";

struct LayerSpec {
  const Value* origin = nullptr;  // the whole object
  std::string_view class_name;
  std::string_view printed_class;  // the class name in the file, which may be an older one
  std::string_view module;         // "keras.layers"; empty in old files
  std::string_view registered_name;
  std::string_view name;
  std::string_view key;                 // the name by which calls refer to the layer
  const Value* config = nullptr;        // an object
  const Value* build_config = nullptr;  // an object, or null
  const Value* custom = nullptr;        // the arguments of a custom class in a concise spec that describes it, or null
  std::vector<CallSpec> calls;
  std::shared_ptr<const ModelSpec> model;  // null for a layer

  // Returns true for an operation of keras.ops or an activation function, false for a layer.
  bool is_operation() const {
    return module.starts_with("keras.src.ops.") || module.starts_with("keras.src.activations.");
  }
};

struct ModelSpec {
  const Value* origin = nullptr;
  bool sequential = false;
  std::string_view class_name;
  std::string_view printed_class;
  std::string_view name;
  std::string_view dialect;  // of the file; empty in a nested model
  Writer writer;
  bool trainable = true;
  bool has_other_inputs = false;  // the shapes of its inputs aren't those of the file
  std::vector<LayerSpec> layers;
  const Value* inputs = nullptr;             // of a Functional, a structure of [layer, node, tensor]; else null
  const Value* outputs = nullptr;            // likewise
  const Value* build_input_shape = nullptr;  // of a Sequential, or null
  const Value* compile_config = nullptr;     // an object, or null
};

// Returns true for a Sequential whose InputLayer is in the file, rather than made from the shape of its first layer.
inline bool lists_input(const ModelSpec& spec) {
  const LayerSpec* first = spec.layers.empty() ? nullptr : &spec.layers.front();
  return spec.sequential && first && first->class_name == "InputLayer" && first->printed_class == "InputLayer";
}

// The limit on nesting of models and wrappers: all walks over them recurse once a level.
inline constexpr int kDeepestNesting = 1200;

// Reads the document's root. Errors go to the report; throws ModelError if nothing can be made of it. A model in
// another dialect than Keras 3's is converted in the document's arena, where each value stands for the one it was made
// from.
std::shared_ptr<const ModelSpec> read_spec(Document& document, const Reading& reading, Report& report);

// Reads a layer that is an argument of another, `depth` levels deep.
LayerSpec read_layer_spec(const Value& value, const Writer& writer, Report& report, int depth);

}  // namespace nnsummary
