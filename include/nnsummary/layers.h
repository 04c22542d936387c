// The supported layers and operations. Strings refer to constants of the library.
//
// Threads: every function may be called from several threads at once.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace [[gnu::visibility("default")]] nnsummary {

// A default in Python; std::monostate is None.
using DefaultValue = std::variant<std::monostate, bool, int64_t, double, std::string_view>;

// An argument of a layer's constructor.
struct ArgumentInfo {
  std::string_view name;
  std::string_view doc;        // one line
  std::string expects;         // "a positive integer", "one of 'valid', 'same'"
  bool required = false;       // it has no default
  DefaultValue default_value;  // None for a required argument
};

struct LayerInfo {
  std::string_view name;                // the class in files: "Dense"
  std::string_view module;              // the public module: "keras.layers"
  std::string_view family;              // "core", "convolution", …
  std::string_view doc;                 // one line
  std::vector<ArgumentInfo> arguments;  // without the arguments of every layer, such as `name`
};

// An operation of keras.ops. A model has one for each function that was called on its tensors.
struct OperationInfo {
  std::string_view name;                    // the class: "Softmax"
  std::string_view module;                  // the last part of the module: "nn" for keras.src.ops.nn
  std::string_view function;                // the function in keras.ops: "softmax"
  std::vector<std::string_view> arguments;  // in the function's order
};

// Return every layer, by family, and every operation.
std::vector<LayerInfo> layers();
std::vector<OperationInfo> operations();

// Return the layers or operations of that class; classes of different modules may share a name. Throw Error if there
// are none: "no layer is called 'Dens'; did you mean 'Dense'?".
std::vector<LayerInfo> find_layers(std::string_view name);
std::vector<OperationInfo> find_operations(std::string_view name);

// Append one line per layer, by family, or per operation.
void render_layers(std::span<const LayerInfo> layers, std::string& out);
void render_operations(std::span<const OperationInfo> operations, std::string& out);

// Append a JSON list of objects and a newline.
void render_layers_json(std::span<const LayerInfo> layers, std::string& out);
void render_operations_json(std::span<const OperationInfo> operations, std::string& out);

// Appends a description: the layer's arguments, and the formulas of its weights and multiply-adds.
void describe_layer(const LayerInfo& layer, std::string& out);

}  // namespace nnsummary
