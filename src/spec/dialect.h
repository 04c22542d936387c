// What one Keras wrote otherwise than the next: classes and arguments as rows of tables, and functions for what no row
// can say. A file goes through the dialects one after the other, from its own to that of Keras 3.
#pragma once

#include <span>
#include <vector>

#include "spec/draft.h"
#include "spec/writer.h"

namespace nnsummary {

// One call of a layer: tensors are `__keras_tensor__` objects already.
struct CallDraft {
  std::vector<Made> args;
  ObjectDraft kwargs;
};

// A layer on its way.
struct LayerDraft {
  Document& document;
  const Writer& writer;
  std::string_view class_name{};
  std::string_view module{};           // empty where the file names none
  std::string_view registered_name{};  //
  ObjectDraft config{};
  std::vector<CallDraft> calls{};
};

struct ClassChange {
  std::string_view old_name;
  std::string_view name;                // the same where only `mend` is wanted
  void (*mend)(LayerDraft&) = nullptr;  // after the arguments' rows
};

struct ArgumentChange {
  std::string_view classes;  // "Dense|Conv2D", by their new names; empty: all
  std::string_view old_name;
  std::string_view name;  // empty where the argument is gone
};

struct Dialect {
  std::span<const ClassChange> classes;
  std::span<const ArgumentChange> arguments;
  void (*mend)(LayerDraft&) = nullptr;  // every layer, at the end
};

// From Keras 1 to Keras 2.
const Dialect& keras1_dialect();
// From Keras 2 and tf.keras to Keras 3.
const Dialect& keras2_dialect();

// What Keras 3's own reader of old files does about them.
const Dialect& keras3_reading();

// Brings the layer to the next dialect.
void bring_forward(LayerDraft& layer, const Dialect& dialect);

// True where `name` is one of "a|b|c".
bool is_one_of(std::string_view name, std::string_view names);

}  // namespace nnsummary
