// What is known of a model: plain data that every output prints.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nnsummary/count.h"
#include "nnsummary/error.h"
#include "nnsummary/shape.h"

namespace nnsummary {

// How a number comes about: in the field's words ("units × (inputs + 1)") and with the numbers put in
// ("10 × (784 + 1)"), which evaluates to it. `//` is division rounded down.
struct Formula {
  std::string terms;
  std::string numbers;
};

// One tensor of parameters. Two rows that share a layer show weights of the same id.
struct WeightSummary {
  uint32_t id = 0;
  std::string path;            // within the layer, by attribute: "kernel", "forward_layer/cell/kernel"
  std::vector<int64_t> shape;  // [] is a scalar
  DType dtype = DType::Float32;
  bool trainable = true;
  bool trainable_kind = true;   // its class has it trained, were the layer trainable
  bool trainable_known = true;  // false of what is only known to be stored
  Count params;
  Formula formula;  // only where it was asked for
};

// One tensor that a layer is connected to.
struct Connection {
  std::string layer;
  int node_index = 0;
  int tensor_index = 0;
  bool of_model = false;  // the layer is a model
};

struct LayerSummary {
  std::string name;
  std::string class_name;
  std::string written_class;  // what the class was called when the file was written
  bool is_layer = true;       // false for an operation
  bool known = true;          // false where the class isn't known, and so nothing else either
  bool built = true;
  bool trainable = true;
  bool has_weights = false;
  // Of the layer's last call, or where it was built without a call; nothing where Keras prints `?`, and an unknown
  // shape where it would know better.
  std::optional<Structure<Shape>> output_shape;
  std::optional<Count> params;           // null where unknown
  std::optional<uint64_t> stored_bytes;  // of its weights in the file, where the file holds them
  std::optional<Count> macs;             // of one sample; null where unknown
  std::vector<Connection> connected_to;
  std::vector<Structure<Shape>> call_outputs;   // of every call; only where they were asked for
  std::vector<std::vector<Shape>> call_inputs;  // the same; a model's own inputs come first
  std::vector<Structure<Tensor>> inputs;        // of the last call; only where formulas were asked for
  std::vector<WeightSummary> weights;           // null is `params` null
  Formula formula;                              // only where it was asked for
  Formula macs_formula;                         //
  std::vector<LayerSummary> layers;             // of a nested model
  bool is_model = false;
};

struct Totals {
  Count trainable;
  Count non_trainable;
  Count undecided;  // stored for classes that aren't known: trained or not, nobody can say
  std::optional<Count> optimizer;
  // The same in bits, as Keras's table of memory sizes has them.
  Count trainable_bits;
  Count non_trainable_bits;
  Count undecided_bits;
  Count optimizer_bits;
  bool complete = true;  // false where something is unknown: the counts are then the known sum

  // All but the optimizer's.
  Count params() const { return trainable + non_trainable + undecided; }
  Count bits() const { return trainable_bits + non_trainable_bits + undecided_bits; }
  bool all_decided() const { return complete && undecided == Count(0); }
};

// The Keras that wrote the file, as far as the file says.
struct Origin {
  int version = 0;          // 2.0.4 is 20004; 0 for Keras 3
  bool tensorflow = false;  // tf.keras or tf_keras, not the package for several backends
  bool tfjs = false;        // the file is one of TensorFlow.js, whoever made the model
};

// In what a model is more than a sequence of layers.
struct Branching {
  bool parallel = false;  // two calls at the same depth
  bool merges = false;    // a call on more than one tensor
  bool shares = false;    // a layer called twice

  bool any() const { return parallel || merges || shares; }
};

struct Summary {
  std::string name;
  std::string class_name;
  std::string written_class;
  Origin origin;
  bool built = true;
  bool sequential_like = true;  // Keras 3 prints no "Connected to" column
  Branching branching;
  std::vector<LayerSummary> layers;
  Totals totals;
  std::optional<Count> macs;
  std::optional<uint64_t> stored_bytes;  // of the layers' weights in the file, where the file holds them
  std::vector<Diagnostic> warnings;
};

}  // namespace nnsummary
