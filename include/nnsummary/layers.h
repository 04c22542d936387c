// The layers and operations that nnsummary knows, as plain data. Strings point to constants of the library.
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

// A default as Keras has it; std::monostate is None.
using DefaultValue = std::variant<std::monostate, bool, int64_t, double, std::string_view>;

// An argument of a layer's constructor.
struct ArgumentInfo {
  std::string_view name;
  std::string_view doc;        // one line
  std::string expects;         // "a positive integer", "one of 'valid', 'same'"
  bool required = false;       // no default
  DefaultValue default_value;  // None for a required argument
};

struct LayerInfo {
  std::string_view name;                // the class, as files have it: "Dense"
  std::string_view module;              // the module that exports it: "keras.layers"
  std::string_view family;              // "core", "convolution", …
  std::string_view doc;                 // one line
  std::vector<ArgumentInfo> arguments;  // without those that every layer takes, such as `name`
};

// An operation of keras.ops, which a model has where a function was called on its tensors.
struct OperationInfo {
  std::string_view name;                    // the class: "Softmax"
  std::string_view module;                  // the last part: "nn" stands for keras.src.ops.nn
  std::string_view function;                // the function of keras.ops: "softmax"
  std::vector<std::string_view> arguments;  // in the function's order
};

// Returns every layer, by family, and every operation.
std::vector<LayerInfo> layers();
std::vector<OperationInfo> operations();

// Returns those of that class; classes of different modules may share a name. Throws Error where there is none: "no
// layer is called 'Dens'; did you mean 'Dense'?".
std::vector<LayerInfo> find_layers(std::string_view name);
std::vector<OperationInfo> find_operations(std::string_view name);

// Appends one line per layer, by family, or per operation.
void render_layers(std::span<const LayerInfo> layers, std::string& out);
void render_operations(std::span<const OperationInfo> operations, std::string& out);

// Appends a JSON list of objects, ended by a newline.
void render_layers_json(std::span<const LayerInfo> layers, std::string& out);
void render_operations_json(std::span<const OperationInfo> operations, std::string& out);

// Appends a description for people: the layer's arguments, and the formulas of its weights and MACs in words.
void describe_layer(const LayerInfo& layer, std::string& out);

}  // namespace nnsummary
