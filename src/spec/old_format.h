// Models as Keras 1 and Keras 2 wrote them.
#pragma once

#include <span>

#include "document/report.h"
#include "spec/upgrade.h"
#include "spec/writer.h"

namespace nnsummary {

// How an old file is read.
struct OldFormat {
  std::span<const Upgrade* const> upgrades;  // applied to each layer, in this order
  // Numbers the inputs of Sequential models by class ("dense_input_1"), and reads a Sequential that begins with a Merge
  // of branches as a graph.
  bool keras1_sequential = false;
  // Has the limitations of the reader in Keras 3: a Sequential's configuration is an object, the shape of its first
  // layer gets another batch dimension, and calls of nested models aren't found.
  bool keras3_reader = false;
};

// Returns true if `root` may be a model in the form that Keras 1 and Keras 2 wrote.
bool is_old_format(const Value& root);

// Returns the model `root` in Keras 3's form. Errors go to the report; throws ModelError if nothing can be made of it.
const Value& upgrade_model(Document& document, const Value& root, const Writer& writer, const OldFormat& format,
                           Report& report);

}  // namespace nnsummary
