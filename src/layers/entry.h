// Entries of classes: arguments, and the rule that turns them and the shapes of the inputs into weights and outputs. A
// layer is one LayerEntry, an operation is one OpEntry; everything else is derived from these.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "layers/op_args.h"

namespace nnsummary {

class Call;
class Arguments;
class MaskCall;

// The values that an argument takes.
enum class Kind : uint8_t {
  Any,          // isn't checked
  Bool,         // true or false
  Int,          // an integer
  Float,        // a number; an integer is one too
  String,       // a string
  Dim,          // a positive integer
  Tuple,        // an integer or a list of integers
  Shape,        // a list of integers and nulls
  DType,        // a dtype or a dtype policy
  Activation,   // a name or a serialized object, as are the next three
  Initializer,  //
  Regularizer,  //
  Constraint,   //
  Layer,        // a serialized layer
  Layers,       // a list of serialized layers
};

// The value of an argument that isn't given.
struct Default {
  enum class Type : uint8_t { Required, Null, Bool, Int, Float, String };

  // Implicit, so that a row of a table holds the value alone.
  constexpr Default(Type t) : type(t) {}                                       // NOLINT
  constexpr Default(std::nullptr_t) : type(Type::Null) {}                      // NOLINT
  constexpr Default(bool value) : type(Type::Bool), integer(value) {}          // NOLINT
  constexpr Default(int value) : type(Type::Int), integer(value) {}            // NOLINT
  constexpr Default(double value) : type(Type::Float), real(value) {}          // NOLINT
  constexpr Default(const char* value) : type(Type::String), string(value) {}  // NOLINT

  Type type;
  int64_t integer = 0;
  double real = 0;
  std::string_view string{};
};

inline constexpr Default required = Default::Type::Required;

// Further limits on a value. Bounds are inclusive unless `open`; `options` is "a|b|c".
struct Rule {
  double least = -1e308;
  double most = 1e308;
  bool open = false;           // the value must be greater than `least`
  std::string_view options{};  // the strings that are accepted
  int length = 0;              // the length of a tuple; a single integer is repeated to it
  bool nullable = false;       // null is accepted, though it isn't the default
};

constexpr Rule any_value{};
constexpr Rule at_least(double least) { return {.least = least}; }
constexpr Rule above(double least) { return {.least = least, .open = true}; }
constexpr Rule between(double least, double most) { return {.least = least, .most = most}; }
constexpr Rule one_of(std::string_view options) { return {.options = options}; }

// An argument of a layer's constructor.
struct Arg {
  std::string_view name{};
  Kind kind = Kind::Any;
  Default fallback = nullptr;
  Rule rule{};
  std::string_view doc{};  // one line
};

// Returns the argument of that name, or null.
const Arg* find_arg(std::span<const Arg> args, std::string_view name);

// An argument of a layer's `call` method.
struct CallArg {
  // Keras fills in a Mask that isn't given: the masks of the layer's inputs.
  enum class Type : uint8_t { Tensor, OptionalTensor, Tensors, Mask, Value };

  std::string_view name;
  Type type = Type::Tensor;
};

enum class Family : uint8_t {
  Core,
  Convolution,
  Pooling,
  Recurrent,
  Normalization,
  Attention,
  Merging,
  Reshaping,
  Regularization,
  Activation,
  Preprocessing,
  Legacy,  // removed in Keras 3
  Model,
};
std::string_view to_text(Family family);

// When a layer counts as built: a class without weights or other state is built as soon as it is created, and never
// prints "(unbuilt)".
enum class Build : uint8_t { OnCall, OnCreation };

struct LayerEntry {
  std::string_view name;    // the class's name in files
  std::string_view module;  // the module that exports it in Keras
  Family family;
  std::string_view doc;  // one line
  std::span<const Arg> args;
  std::span<const CallArg> call_args;
  void (*run)(Call&);                         // declares weights, outputs and MACs
  void (*check)(const Arguments&) = nullptr;  // checks arguments against each other; throws LayerError
  Build build = Build::OnCall;
  // The class's name in Python, which Keras prints; empty where it is `name`.
  std::string_view printed{};
  // The classes of layers that the layer creates for itself, separated by blanks. Each takes a number in Keras's
  // automatic names: the next Dense of a model is dense_1 where the layer has created a Dense.
  std::string_view makes{};
  // The layer's own weights in a file begin with those of the layer that it wraps, which are stored there as well.
  bool stores_kernel_twice = false;
  // Sets the masks of the outputs; null for a layer that stops masks. The rules are in layers/masks.h.
  void (*mask)(MaskCall&) = nullptr;
  // Whether Keras casts the floats that the layer is called on to its compute dtype.
  bool autocast = true;

  std::string_view printed_name() const { return printed.empty() ? name : printed; }
};

struct OpEntry {
  std::string_view name;      // the class
  std::string_view module;    // the last part: "numpy" stands for keras.src.ops.numpy
  std::string_view function;  // its name in keras.ops
  OpArgs args;
  void (*run)(Call&);
};

// Returns the arguments that every layer takes: name, trainable, dtype, …
std::span<const Arg> common_args();

// Returns true for the module of classes that Keras 3 keeps for old files.
bool is_legacy_module(std::string_view module);

// Returns the entry of a class, or null. `module` may be empty, as it is in old files.
const LayerEntry* find_layer(std::string_view class_name, std::string_view module = {});
// Returns the entry of a custom class that a concise spec gives an output shape or a number of parameters.
const LayerEntry& custom_layer();
const OpEntry* find_op(std::string_view class_name, std::string_view module);
// Returns the operation that a function of keras.ops ("softmax") creates, or null.
const OpEntry* find_op_of(std::string_view function);

// Returns every entry, by family, then in the order of Keras's documentation.
std::vector<const LayerEntry*> all_layers();
std::vector<const OpEntry*> all_ops();

}  // namespace nnsummary
