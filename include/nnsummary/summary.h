// A Summary: everything known about a model, as plain data. All output is made from it.
//
// Threads: a Summary owns its data, and doesn't depend on its Model. Several threads may read one Summary at once.
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

// Parts of a Summary that cost time and are only filled in on request. A request changes no other field.
struct Extras {
  bool weights = false;    // LayerSummary::weights
  bool arguments = false;  // LayerSummary::arguments and wrapped, Summary::compile
  bool calls = false;      // LayerSummary::calls
  bool macs = false;       // macs of layers and model; costs a second walk over the model
  bool formulas = false;   // formulas of weights, layers and macs; includes weights

  // Returns true if these extras include all of `other`.
  bool includes(const Extras& other) const;
  friend bool operator==(const Extras&, const Extras&) = default;
};

Extras operator|(const Extras& a, const Extras& b);

// The derivation of a number: in words, "units × (inputs + 1)", and with the numbers inserted, "10 × (784 + 1)". `//`
// is division rounded down.
struct Formula {
  std::string terms;
  std::string numbers;
  friend bool operator==(const Formula&, const Formula&) = default;
};

// One variable of a layer. A weight that several layers share has the same id in each of them.
struct WeightSummary {
  uint32_t id = 0;
  std::string path;            // attributes within the layer: "kernel", "forward_layer/cell/kernel"
  std::vector<int64_t> shape;  // [] is a scalar
  DType dtype = DType::Float32;
  std::optional<bool> trainable = true;  // nullopt for the stored weights of an unknown class
  bool declared_trainable = true;        // true if the class trains it unless the layer is frozen
  Count params;
  Formula formula;  // with Extras::formulas

  friend bool operator==(const WeightSummary&, const WeightSummary&) = default;
};

// An input of a layer: an output of another layer.
struct Connection {
  std::string layer;
  int node_index = 0;
  int tensor_index = 0;
  bool of_model = false;  // true if that layer is a model

  friend bool operator==(const Connection&, const Connection&) = default;
};

// One call of a layer.
struct CallSummary {
  std::vector<Structure<TensorShape>> inputs;  // one per argument that holds tensors
  Structure<TensorShape> output;

  friend bool operator==(const CallSummary&, const CallSummary&) = default;
};

// An input or output of a model.
struct ModelTensor {
  std::string key;    // if the model's outputs are a dict; otherwise ""
  std::string layer;  // the layer that returns it; for an input, its InputLayer
  int node_index = 0;
  int tensor_index = 0;
  TensorShape shape;
  DType dtype = DType::Float32;
  bool listed = false;  // for an input of a Sequential: its InputLayer is in the file

  friend bool operator==(const ModelTensor&, const ModelTensor&) = default;
};

// One row of the table. A layer that is used several times has one row, except where Keras prints several.
struct LayerSummary {
  std::string name;
  std::string path;          // names of the enclosing models and layers, and its own: "encoder/dense_1"
  std::string class_name;    // the name in the version that reads the file
  std::string keras3_class;  // the name in Keras 3
  std::string dtype;         // the dtype policy: "float32", "mixed_float16", "int8_from_float32"
  bool is_layer = true;      // false for an operation
  bool is_model = false;
  bool known = true;  // false if the class isn't known; its weights may be, from the file
  bool built = true;  // false if Keras prints "(unbuilt)"
  bool trainable = true;
  bool has_weights = false;
  // The output of the last call, or, if there was no call, for the shapes that the layer was built with; nullopt if
  // Keras prints `?`.
  std::optional<Structure<TensorShape>> output_shape;
  std::optional<Count> params;           // nullopt if they aren't known
  std::optional<Count> bits;             // memory of the parameters, as Keras counts it (one bit per bool)
  std::optional<uint64_t> stored_bytes;  // size of its weights in the file, if they are stored
  std::optional<Count> macs;  // for one sample, over all calls; with Extras::macs; nullopt if they aren't known
  std::vector<Connection> connected_to;  // over all calls that an output of the model depends on
  std::vector<ModelTensor> inputs;       // of a nested model
  std::vector<ModelTensor> outputs;      // of a nested model
  std::vector<LayerSummary> layers;      // of a nested model, or of another layer whose sublayers Keras lists
  // With the extras of the same names. `weights` includes those of layers inside; it is empty if `params` is nullopt.
  std::vector<CallSummary> calls;
  std::vector<WeightSummary> weights;
  // The constructor's arguments after defaults; for an unknown class, those in the file. The name, the dtype,
  // `trainable`, shapes of inputs, and layers are left out.
  ConfigValue::Object arguments;
  std::vector<LayerSummary> wrapped;  // layers among the arguments, such as the layer of a wrapper
  Formula formula;                    // the formula of `params`
  Formula macs_formula;

  friend bool operator==(const LayerSummary&, const LayerSummary&) = default;
};

struct Totals {
  Count trainable;
  Count non_trainable;
  Count undecided;                 // stored for unknown classes: not known whether they are trained
  std::optional<Count> optimizer;  // nullopt if there is no optimizer, or it isn't built
  // The same in bits of memory, as Keras counts it.
  Count trainable_bits;
  Count non_trainable_bits;
  Count undecided_bits;
  Count optimizer_bits;
  bool counted = true;          // false: the parameters of some layers aren't known, and the counts are lower bounds
  bool lower_bound = false;     // true: an unknown class makes the totals lower bounds; tables mark them with "≥"
  bool optimizer_known = true;  // false: the class of the optimizer isn't known

  // Return the model's totals, without the optimizer's.
  Count params() const { return trainable + non_trainable + undecided; }
  Count bits() const { return trainable_bits + non_trainable_bits + undecided_bits; }
  // Returns true if it is known for every parameter whether it is trained.
  bool decided() const { return undecided == Count(0); }

  friend bool operator==(const Totals&, const Totals&) = default;
};

// A version of Keras.
struct KerasVersion {
  std::string text;         // the version in the file: "3.15.1", "2.2.4-tf"; "" if it isn't recorded
  int number = 30000;       // 20004 for 2.0.4; if it isn't recorded, inferred from the form of the file
  bool tensorflow = false;  // tf.keras or tf_keras, not the keras package
  bool tfjs = false;        // the file is in TensorFlow.js's format

  friend bool operator==(const KerasVersion&, const KerasVersion&) = default;
};

// Differences between a model and a sequence of layers.
struct Branching {
  bool parallel = false;  // two calls have the same depth
  bool merges = false;    // a call takes more than one tensor
  bool shares = false;    // a layer is called twice

  bool any() const { return parallel || merges || shares; }
  friend bool operator==(const Branching&, const Branching&) = default;
};

// The arguments of compile(). Objects are {"class_name": …, arguments …}; missing ones are null.
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
  KerasVersion keras;  // the version that wrote the file, or that reads it because of ReadOptions::style
  bool built = true;
  bool sequential_like = true;  // if so, Keras 3 prints no "Connected to" column
  Branching branching;
  std::vector<ModelTensor> inputs;
  std::vector<ModelTensor> outputs;
  std::vector<LayerSummary> layers;  // in the order of Keras 3's table
  Totals totals;
  bool complete = true;       // all counts and output shapes are known
  std::optional<Count> macs;  // for one sample, over all calls; with Extras::macs; nullopt if they aren't known
  std::optional<uint64_t> stored_bytes;  // size of the layers' weights in the file, if they are stored
  std::optional<CompileSummary> compile;
  std::vector<Diagnostic> warnings;
  Extras extras;

  friend bool operator==(const Summary&, const Summary&) = default;
};

// Returns the number of bytes that hold so many bits.
Count bytes_of(Count bits);

}  // namespace nnsummary
