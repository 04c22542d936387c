// The weights that a file holds: what they are, and where in the file; never their values.
//
// Threads: plain data. Several threads may read one StoredWeights at once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "nnsummary/count.h"

namespace [[gnu::visibility("default")]] nnsummary {

struct StoredWeight {
  std::string path;             // in the file: "layers/dense/vars/0", "dense/kernel:0"
  std::vector<uint64_t> shape;  // [] is a scalar
  std::string dtype;            // as NumPy has it: "float32"; "other" for what is no number
  uint64_t bytes = 0;           // in the file

  Count params() const;
};

// What is stored of one layer, or of what holds layers.
struct StoredLayer {
  std::string group;                  // in which it is stored: a class ("dense_1"), an attribute ("cell")
  std::string name;                   // the layer's own; "" where the file doesn't say
  bool is_object = false;             // a layer or model; otherwise a group of such
  std::vector<StoredWeight> weights;  // its own, in the order in which it is loaded
  std::vector<StoredLayer> children;  // what it holds

  Count params() const;    // with all that it holds
  uint64_t bytes() const;  //
  const StoredLayer* child(std::string_view group_name) const;
};

struct StoredWeights {
  enum class Layout : uint8_t {
    ByObject,  // .keras and .weights.h5 of Keras 3: groups named by class or attribute, weights numbered
    ByLayer,   // .h5: groups named as layers, each with all weights below it, named
  };

  Layout layout = Layout::ByObject;
  int group_step = 1;  // by object, layers of one class are stored as "dense", "dense_1", …; or "dense_2" with 2, …
  std::string model;   // its name, where the file says
  StoredLayer root;    // by object: what the model holds, its layers below "layers"; by layer: they are the children
  std::vector<StoredWeight> optimizer;
  std::vector<StoredWeight> metrics;   // of a compiled model, as Keras 2 stores them
  std::vector<StoredWeight> unlisted;  // by layer: what no layer's list of weights names, and nothing loads
  uint64_t other_bytes = 0;            // of the file's further members, as vocabularies
};

}  // namespace nnsummary
