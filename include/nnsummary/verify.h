// Checks that the weights that a file holds are those that its model has.
//
// Threads: several threads may verify one Model at once, and read one Verification at once.
#pragma once

#include <string>
#include <vector>

#include "nnsummary/model.h"

namespace [[gnu::visibility("default")]] nnsummary {

enum class Fault : uint8_t {
  Missing,     // the model has the weight, and the file doesn't
  Unexpected,  // the file holds a weight that the model doesn't have
  Shape,       // the weight is stored with another shape
  DType,       // the weight is stored with another dtype
  Name,        // the layer is stored under another name
};

struct Mismatch {
  Fault fault = Fault::Missing;
  std::string layer;     // "" where it is no layer of the model
  std::string weight;    // the weight's path within the layer; "" for the layer itself, or an unexpected weight
  std::string expected;  // "(8, 4) float32"; "" where nothing was expected
  std::string found;     // the same, with the path in the file; "" where nothing was found
};

// What a file holds that the model doesn't need.
struct Extra {
  std::string what;    // "optimizer state"
  size_t tensors = 0;  // 0 where it holds no tensors
  uint64_t bytes = 0;
};

struct Verification {
  std::string model;
  std::vector<Mismatch> mismatches;
  std::vector<std::string> unverified;  // layers of unknown classes or inputs: nothing can be said of their weights
  std::vector<Extra> extras;
  size_t weights = 0;  // that are stored as the model has them
  uint64_t bytes = 0;  // of the layers' weights in the file
  std::vector<Diagnostic> warnings;
};

// Compares the weights that the file holds with those that its model has. With `strict`, warnings are errors. Throws
// ModelError if the file holds no weights, or describes no layers.
Verification verify(const Model& model, bool strict = false);

// Append the result as text for people, or as one JSON object (specs/verify.schema.json).
void render_verification(const Verification& verification, bool escape_controls, std::string& out);
void render_verification_json(const Verification& verification, std::string& out);

}  // namespace nnsummary
