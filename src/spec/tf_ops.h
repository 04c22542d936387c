// Calls of TensorFlow's functions, which tf.keras made layers of their own: each becomes the operation of keras.ops
// that returns the same shape.
#pragma once

#include <optional>

#include "spec/upgrade.h"

namespace nnsummary {

// A function of TensorFlow, or an operation of its graphs, and its counterpart.
struct TfCounterpart {
  std::string_view name;    // "math.add"; "AddV2"
  std::string_view op;      // the class of the operation
  std::string_view module;  // "numpy" of keras.src.ops.numpy
  // TensorFlow's arguments in their order, as "name", or "name=ours" where keras.ops has another word.
  std::string_view args;
  // Mends the arguments of one call, which have our names by then; false where there is no counterpart after all.
  bool (*fix)(Document&, ObjectDraft& arguments) = nullptr;
};

struct TfArgument {
  std::string_view name;
  std::string_view ours;
};
// The argument at a place; nothing where the row has no such.
std::optional<TfArgument> argument_at(const TfCounterpart& row, size_t place);

// Makes the layer the operation, which is called with these arguments, one a call. Where one of them has no
// counterpart, the layer stays what it is: a class that isn't known.
void become_operation(LayerDraft& layer, const TfCounterpart& row, std::vector<ObjectDraft> arguments);

// A layer TFOpLambda or SlicingOpLambda: its configuration names the function.
void fix_tf_function(LayerDraft& layer);

// A layer TensorFlowOpLayer, as up to TensorFlow 2.3: its configuration is a node of a graph.
void fix_tf_node(LayerDraft& layer);

}  // namespace nnsummary
