// What is known of a class: its arguments, and the rule that turns them and the shapes of its inputs into weights and
// outputs. A layer is one LayerEntry, an operation one OpEntry; everything else is derived from these.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace nnsummary {

class Call;
class Arguments;

// What values an argument takes.
enum class Kind : uint8_t {
  Any,          // not looked at
  Bool,         //
  Int,          //
  Float,        // an integer is one too
  Text,         //
  Dim,          // a positive integer
  Tuple,        // an integer, or a list of them
  Shape,        // a list of integers and nulls
  DType,        //
  Activation,   // these four: a name, or a serialised object
  Initializer,  //
  Regularizer,  //
  Constraint,   //
  Layer,        // a serialised layer
  Layers,       // a list of them
};

// The value of an argument that isn't given.
struct Default {
  enum class Type : uint8_t { Required, Null, Bool, Int, Float, Text };

  constexpr Default(Type t) : type(t) {}                                   // NOLINT: tables read best so
  constexpr Default(std::nullptr_t) : type(Type::Null) {}                  // NOLINT
  constexpr Default(bool value) : type(Type::Bool), integer(value) {}      // NOLINT
  constexpr Default(int value) : type(Type::Int), integer(value) {}        // NOLINT
  constexpr Default(double value) : type(Type::Float), real(value) {}      // NOLINT
  constexpr Default(const char* value) : type(Type::Text), text(value) {}  // NOLINT

  Type type;
  int64_t integer = 0;
  double real = 0;
  std::string_view text{};
};

inline constexpr Default required = Default::Type::Required;

// What else must hold of a value. Bounds are inclusive unless `open`; `options` is "a|b|c".
struct Rule {
  double least = -1e308;
  double most = 1e308;
  bool open = false;           // the least value itself is refused
  std::string_view options{};  // of a text
  int length = 0;              // of a tuple: an integer stands for this many
  bool nullable = false;       // null is a value, though not the default
};

constexpr Rule any_value{};
constexpr Rule at_least(double least) { return {.least = least}; }
constexpr Rule above(double least) { return {.least = least, .open = true}; }
constexpr Rule between(double least, double most) { return {.least = least, .most = most}; }
constexpr Rule one_of(std::string_view options) { return {.options = options}; }

struct Arg {
  std::string_view name{};
  Kind kind = Kind::Any;
  Default fallback = nullptr;
  Rule rule{};
  std::string_view doc{};  // one line
};

// What a layer is called with.
struct CallArg {
  enum class Type : uint8_t { Tensor, OptionalTensor, Tensors, Value };

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
  Legacy,  // gone since Keras 3
  Model,
};
std::string_view to_text(Family family);

// A class that keeps no state is built as soon as it is made: it never prints "(unbuilt)".
enum class Birth : uint8_t { Unbuilt, Built };

struct LayerEntry {
  std::string_view name;    // the class name in a file, and as printed unless `printed` says otherwise
  std::string_view module;  // where Keras has it
  Family family;
  std::string_view doc;  // one line
  std::span<const Arg> args;
  std::span<const CallArg> call_args;
  void (*run)(Call&);                         // declares weights, outputs and MACs
  void (*check)(const Arguments&) = nullptr;  // what must hold between arguments
  Birth birth = Birth::Unbuilt;
  std::string_view printed{};
  std::string_view makes{};  // classes of what it makes for itself, each of which takes a number among Keras's names
};

struct OpEntry {
  std::string_view name;      // of the class
  std::string_view module;    // the last part: "numpy" of keras.src.ops.numpy
  std::string_view function;  // in keras.ops
  // In the function's order. A colon marks those of the constructor, a star one that stands for all that follow, a
  // question mark one that may be left out.
  std::string_view args;
  void (*run)(Call&);
};

// Arguments that every layer takes: name, trainable, dtype, …
std::span<const Arg> common_args();

// The entry of a class, or null. `module` may be empty, as it is in old files.
const LayerEntry* find_layer(std::string_view class_name, std::string_view module = {});
const OpEntry* find_op(std::string_view class_name, std::string_view module);
// By the function of keras.ops, "softmax".
const OpEntry* find_op_of(std::string_view function);

// Every entry, by family, then in the order of the documentation.
std::vector<const LayerEntry*> all_layers();
std::vector<const OpEntry*> all_ops();

}  // namespace nnsummary
