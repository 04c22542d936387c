// The weights stored in a file: their paths, shapes and types, but not their values.
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
  std::string path;             // path in the file: "layers/dense/vars/0", "dense/kernel:0"
  std::vector<uint64_t> shape;  // [] is a scalar
  std::string dtype;            // NumPy's name: "float32"; "other" if it isn't a number
  uint64_t bytes = 0;           // size in the file

  Count params() const;
};

// The stored weights of a layer, or of a group of layers.
struct StoredLayer {
  std::string group;                  // last part of the path: a class ("dense_1") or an attribute ("cell")
  std::string name;                   // the layer's name; "" if the file doesn't record it
  bool is_object = false;             // true for a layer or model, false for a group of them
  std::vector<StoredWeight> weights;  // the layer's own, in the order in which Keras loads them
  std::vector<StoredLayer> children;  // layers inside it

  Count params() const;    // including children
  uint64_t bytes() const;  // including children
  const StoredLayer* child(std::string_view group_name) const;
};

// Files beside a TensorFlow.js model.json that hold some of its weights, one after the other.
struct StoredShards {
  std::vector<std::string> files;    // in the order of the manifest
  std::vector<std::string> missing;  // those that aren't there
  uint64_t expected_bytes = 0;       // of the weights that the manifest lists
  uint64_t bytes = 0;                // of the files that are there
};

struct StoredWeights {
  enum class Layout : uint8_t {
    ByObject,  // .keras and .weights.h5 of Keras 3: groups are named after classes or attributes, weights are numbered
    ByLayer,   // .h5: groups are named after layers, and hold named weights
  };

  Layout layout = Layout::ByObject;
  int group_step = 1;  // by object: 1 if layers of one class are "dense", "dense_1", …; 2 if "dense", "dense_2", …
  std::string model;   // the model's name, if the file records it
  StoredLayer root;    // by object: the model, with its layers below "layers"; by layer: its layers are the children
  std::vector<StoredWeight> optimizer;
  std::vector<StoredWeight> metrics;   // of a compiled model of Keras 2
  std::vector<StoredWeight> unlisted;  // by layer: weights that no layer lists; Keras doesn't load them
  std::vector<StoredShards> shards;    // empty if no shard lies beside the model
  uint64_t other_bytes = 0;            // size of other members of the file, such as vocabularies
};

}  // namespace nnsummary
