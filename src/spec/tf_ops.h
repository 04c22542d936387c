// Layers that tf.keras made of calls to TensorFlow functions. Each becomes the operation of keras.ops that returns the
// same shape.
#pragma once

#include <optional>

#include "spec/upgrade.h"

namespace nnsummary {

// A function of TensorFlow, or an operation of its graphs, and its counterpart in keras.ops.
struct TfCounterpart {
  std::string_view name;    // "math.add", or "AddV2" in a graph
  std::string_view op;      // class of the operation in Keras
  std::string_view module;  // "numpy" of keras.src.ops.numpy
  // TensorFlow's arguments in order: "name", or "name=ours" if the name in keras.ops differs.
  std::string_view args;
  // Adapts the renamed arguments of one call; returns false if the call has no counterpart.
  bool (*fix)(Document&, ObjectDraft& arguments) = nullptr;
};

struct TfArgument {
  std::string_view name;
  std::string_view ours;
};
// Returns the argument at an index, or nullopt past the last.
std::optional<TfArgument> argument_at(const TfCounterpart& row, size_t index);

// Turns the layer into the operation, with one set of arguments for each call. If a call has no counterpart, the layer
// remains, and its class is unknown.
void become_operation(LayerDraft& layer, const TfCounterpart& row, std::vector<ObjectDraft> arguments);

// Upgrades a TFOpLambda or SlicingOpLambda, whose configuration names the function.
void fix_tf_function(LayerDraft& layer);

// Upgrades a TensorFlowOpLayer, which TensorFlow wrote up to 2.3: its configuration is a node of a graph.
void fix_tf_node(LayerDraft& layer);

// Returns true for null, false and zero: the defaults of TensorFlow's functions.
bool is_default(const Value& value);

// Returns an argument of a TensorFlow function or operation that its counterpart doesn't have, "" if there is none.
// `record` is the layer in the file.
std::string_view argument_lost(const Value& record);

}  // namespace nnsummary
