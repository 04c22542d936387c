// Sequential models of Keras 1: the names it gave on reading, and models that merge branches.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "document/document.h"

namespace nnsummary {

// Counters of the names that Keras 1 gave on reading.
struct Keras1Names {
  int sequentials = 0;                             // for "sequential_1", …
  std::map<std::string, int, std::less<>> inputs;  // by prefix, for "dense_input_1", …

  std::string input(std::string_view class_name);
};

// Returns a Sequential that begins with a Merge of branches as a functional model: the layers of every branch, the
// Merge, and the layers after it. Returns nullopt for any other Sequential.
std::optional<Value> merge_as_graph(Document& document, const Value& sequential, std::string_view name,
                                    Keras1Names& names);

}  // namespace nnsummary
