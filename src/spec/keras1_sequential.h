// What Keras 1 made of a Sequential when it read one.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "document/document.h"

namespace nnsummary {

// The names that Keras 1 gave to what had none in the file.
struct Keras1Names {
  int sequentials = 0;                             // "sequential_1", …
  std::map<std::string, int, std::less<>> inputs;  // of each class: "dense_input_1", …

  std::string input(std::string_view class_name);
};

// A Sequential whose first layer merges others, which it holds, as the graph that it is: the layers of every branch,
// the Merge, and the layers behind it. Nothing for any other.
std::optional<Value> unfold_merge(Document& document, const Value& sequential, std::string_view name,
                                  Keras1Names& names);

}  // namespace nnsummary
