// A Summary: what is known of a model, as plain data. Everything that is printed, compared or checked comes from it.
//
// Threads: a Summary owns all that it holds, and stays valid when its Model is gone. Several threads may read one
// Summary at once; a thread that changes it needs it for itself, as with a standard container.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "nnsummary/config_value.h"
#include "nnsummary/count.h"
#include "nnsummary/dtype.h"
#include "nnsummary/error.h"
#include "nnsummary/shape.h"

namespace [[gnu::visibility("default")]] nnsummary {

// The parts of a Summary that cost time, and are there only where they were asked for. Asking for one changes no other
// field, and no rows.
struct Extras {
  bool weights = false;    // LayerSummary::weights
  bool arguments = false;  // LayerSummary::arguments and wrapped, Summary::compile
  bool calls = false;      // LayerSummary::calls
  bool macs = false;       // the macs of layers and model; costs a second walk over the model
  bool formulas = false;   // the formulas of weights, layers and macs; includes weights

  // Whether everything in `other` is here as well.
  bool includes(const Extras& other) const;
  friend bool operator==(const Extras&, const Extras&) = default;
};

Extras operator|(const Extras& a, const Extras& b);

// How a number comes about: in words ("units × (inputs + 1)"), and with the numbers put in ("10 × (784 + 1)"), which
// evaluates to it. `//` is division rounded down.
struct Formula {
  std::string terms;
  std::string numbers;
  friend bool operator==(const Formula&, const Formula&) = default;
};

// One variable of a layer. Rows that share a layer show weights of the same id.
struct WeightSummary {
  uint32_t id = 0;
  std::string path;            // within the layer, by attribute: "kernel", "forward_layer/cell/kernel"
  std::vector<int64_t> shape;  // [] is a scalar
  DType dtype = DType::Float32;
  std::optional<bool> trainable = true;  // nothing where it is only known that the weight is stored
  bool declared_trainable = true;        // its class trains it, if the layer is trainable
  Count params;
  Formula formula;  // with Extras::formulas

  friend bool operator==(const WeightSummary&, const WeightSummary&) = default;
};

// A tensor that a layer is called on: an output of another layer.
struct Connection {
  std::string layer;
  int node_index = 0;
  int tensor_index = 0;
  bool of_model = false;  // the layer is a model

  friend bool operator==(const Connection&, const Connection&) = default;
};

// One call of a layer.
struct CallSummary {
  std::vector<Structure<TensorShape>> inputs;  // one an argument that holds tensors
  Structure<TensorShape> output;

  friend bool operator==(const CallSummary&, const CallSummary&) = default;
};

// An input or output of a model.
struct ModelTensor {
  std::string key;    // where the model's outputs are a dict; otherwise ""
  std::string layer;  // the layer that returns it: for an input, its InputLayer
  int node_index = 0;
  int tensor_index = 0;
  TensorShape shape;
  DType dtype = DType::Float32;
  bool listed = false;  // an input of a Sequential: its InputLayer is in the file

  friend bool operator==(const ModelTensor&, const ModelTensor&) = default;
};

// One row. A layer that a model holds twice is two rows only where Keras prints two.
struct LayerSummary {
  std::string name;
  std::string path;          // in the model, by names: "encoder/dense_1"
  std::string class_name;    // as the Keras that reads the file calls it
  std::string keras3_class;  // as Keras 3 calls it
  std::string dtype;         // the dtype policy: "float32", "mixed_float16", "int8_from_float32"
  bool is_layer = true;      // false for an operation
  bool is_model = false;
  bool known = true;  // false where the class isn't known; its weights may be known from the file
  bool built = true;  // false where Keras prints "(unbuilt)"
  bool trainable = true;
  bool has_weights = false;
  // Of the last call, or what the layer was built for if it is never called. Nothing where Keras prints `?`.
  std::optional<Structure<TensorShape>> output_shape;
  std::optional<Count> params;           // nothing where they aren't known
  std::optional<Count> bits;             // of the parameters in memory, as Keras counts them (a bool takes one)
  std::optional<uint64_t> stored_bytes;  // of the weights in the file, where it holds them
  std::optional<Count> macs;             // of one sample, with Extras::macs; nothing where they aren't known
  std::vector<Connection> connected_to;  // in every call that an output of the model depends on
  std::vector<ModelTensor> inputs;       // of a nested model, as it was made
  std::vector<ModelTensor> outputs;      // of a nested model, as it was made
  std::vector<LayerSummary> layers;      // of a nested model, and of other layers that Keras lists so
  // With the extras of these names. Weights are the layer's and those of the layers in it; empty if `params` is
  // nothing.
  std::vector<CallSummary> calls;
  std::vector<WeightSummary> weights;
  // The constructor's arguments after defaults; for an unknown class, those in the file. Name, dtype, trainable and
  // the layers among them are left out: they have fields of their own.
  ConfigValue::Object arguments;
  std::vector<LayerSummary> wrapped;  // the layers among the arguments, as of a wrapper
  Formula formula;                    // of params
  Formula macs_formula;

  friend bool operator==(const LayerSummary&, const LayerSummary&) = default;
};

struct Totals {
  Count trainable;
  Count non_trainable;
  Count undecided;                 // stored for unknown classes: whether they are trained isn't known
  std::optional<Count> optimizer;  // nothing where there is no optimizer, or none that is built
  // The same in bits of memory, as Keras counts them.
  Count trainable_bits;
  Count non_trainable_bits;
  Count undecided_bits;
  Count optimizer_bits;
  bool counted = true;          // false: parameters of some layers aren't known, and the counts are lower bounds
  bool lower_bound = false;     // so because of an unknown class: text marks the totals with "≥"
  bool optimizer_known = true;  // false: the model is compiled with an optimizer of an unknown class

  // Without the optimizer's.
  Count params() const { return trainable + non_trainable + undecided; }
  Count bits() const { return trainable_bits + non_trainable_bits + undecided_bits; }
  // Whether it is known of every parameter if it is trained.
  bool decided() const { return undecided == Count(0); }

  friend bool operator==(const Totals&, const Totals&) = default;
};

// A version of Keras.
struct KerasVersion {
  std::string text;         // as the file has it: "3.15.1", "2.2.4-tf"; "" where it doesn't say
  int number = 30000;       // 2.0.4 is 20004; where the file doesn't say, what its form goes with
  bool tensorflow = false;  // tf.keras or tf_keras, not the package for several backends
  bool tfjs = false;        // the file is one of TensorFlow.js, whoever made the model

  friend bool operator==(const KerasVersion&, const KerasVersion&) = default;
};

// How a model differs from a sequence of layers.
struct Branching {
  bool parallel = false;  // two calls at the same depth
  bool merges = false;    // a call on more than one tensor
  bool shares = false;    // a layer called twice

  bool any() const { return parallel || merges || shares; }
  friend bool operator==(const Branching&, const Branching&) = default;
};

// How a model is compiled. Objects have the form {"class_name": …, arguments …}; null is what the file leaves out.
struct CompileSummary {
  ConfigValue optimizer;
  ConfigValue loss;
  ConfigValue loss_weights;
  ConfigValue metrics;
  ConfigValue weighted_metrics;

  friend bool operator==(const CompileSummary&, const CompileSummary&) = default;
};

struct Summary {
  std::string name;
  std::string class_name;  // as in LayerSummary
  std::string keras3_class;
  KerasVersion keras;  // that wrote the file, or that reads it where ReadOptions say so
  bool built = true;
  bool sequential_like = true;  // Keras 3 prints no "Connected to" column
  Branching branching;
  std::vector<ModelTensor> inputs;
  std::vector<ModelTensor> outputs;
  std::vector<LayerSummary> layers;  // in the order in which Keras 3 lists them
  Totals totals;
  bool complete = true;                  // every count and every output shape is known
  std::optional<Count> macs;             // of one sample, with Extras::macs; nothing where they aren't known
  std::optional<uint64_t> stored_bytes;  // of the layers' weights in the file, where it holds them
  std::optional<CompileSummary> compile;
  std::vector<Diagnostic> warnings;
  Extras extras;

  friend bool operator==(const Summary&, const Summary&) = default;
};

// The whole bytes that so many bits take.
Count bytes_of(Count bits);

}  // namespace nnsummary
