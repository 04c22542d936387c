// Comparing the weights stored in a file with those of its model.
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
  Size,        // the files that hold the weights are larger or smaller than the weights
  Name,        // the layer is stored under another name
};

struct Mismatch {
  Fault fault = Fault::Missing;
  std::string layer;     // the layer's name; "" if it isn't a layer of the model
  std::string weight;    // the weight's path within the layer; "" for the layer itself, or an unexpected weight
  std::string expected;  // "(8, 4) float32"; "" if nothing was expected
  std::string found;     // the same with the path in the file; "" if nothing was found
};

// Data in the file that the model doesn't need.
struct Extra {
  std::string what;    // "optimizer state"
  size_t tensors = 0;  // 0 if it isn't made of tensors
  uint64_t bytes = 0;
};

struct Verification {
  std::string model;
  std::vector<Mismatch> mismatches;
  std::vector<std::string> unverified;  // names of layers whose weights can't be compared: class or input is unknown
  std::vector<Extra> extras;
  size_t weights = 0;  // number of weights that are stored as expected
  uint64_t bytes = 0;  // size of the layers' weights in the file
  std::vector<Diagnostic> warnings;
};

struct VerifyOptions {
  bool strict = false;             // treat warnings as errors
  const Model* weights = nullptr;  // a file of weights, in place of those in the model's own file
};

// Compares the weights stored in the file with those of its model. Throws ModelError if the file stores no weights or
// describes no layers or, if `strict`, with warnings as errors.
Verification verify(const Model& model, const VerifyOptions& options = {});

// Append the result as text, or as one JSON object (specs/verify.schema.json).
void render_verification(const Verification& verification, bool escape_controls, std::string& out);
void render_verification_json(const Verification& verification, std::string& out);

}  // namespace nnsummary
