// Upgrades of layers: what one version of Keras wrote differently from the next, as tables of classes and arguments,
// and functions for what a table can't express.
#pragma once

#include <span>
#include <vector>

#include "spec/draft.h"
#include "spec/writer.h"

namespace nnsummary {

// One call of a layer, with its tensors as `__keras_tensor__` objects.
struct CallDraft {
  std::vector<ValueDraft> args;
  ObjectDraft kwargs;
};

// A layer while it is upgraded.
struct LayerDraft {
  Document& document;
  const Writer& writer;
  std::string_view class_name{};
  std::string_view module{};           // empty if the file names none
  std::string_view registered_name{};  // likewise
  ObjectDraft config{};
  std::vector<CallDraft> calls{};
};

struct ClassChange {
  std::string_view old_name;
  std::string_view name;               // may be the same, for a class that only needs `fix`
  void (*fix)(LayerDraft&) = nullptr;  // runs after the arguments are renamed
};

struct ArgumentChange {
  std::string_view classes;  // "Dense|Conv2D", by their new names; empty for every class
  std::string_view old_name;
  std::string_view name;  // empty if the argument was removed
};

struct Upgrade {
  std::span<const ClassChange> classes;
  std::span<const ArgumentChange> arguments;
  void (*fix)(LayerDraft&) = nullptr;  // runs for every layer, last
};

// Upgrades a layer of Keras 1 to Keras 2.
extern const Upgrade kKeras1To2;
// Upgrades a layer of Keras 2 or tf.keras to Keras 3.
extern const Upgrade kKeras2To3;
// Upgrades a layer of Keras 2 as far as Keras 3 does when it reads one.
extern const Upgrade kKeras2ReadByKeras3;

void apply(const Upgrade& upgrade, LayerDraft& layer);

}  // namespace nnsummary
