// Whether the weights that a file holds are those that its model has.
#pragma once

#include <string>
#include <vector>

#include "nnsummary/model.h"

namespace nnsummary {

enum class Fault : uint8_t {
  Missing,     // the model has it, the file doesn't
  Unexpected,  // the file holds it, and the model has none such
  Shape,       // it is stored with another shape
  DType,       // … or another type
  Name,        // of the layer: it is stored under another one
};

struct Mismatch {
  Fault fault = Fault::Missing;
  std::string layer;     // "" where no layer of the model is meant
  std::string weight;    // its path within the layer, or in the file where it is unexpected; "" for the layer itself
  std::string expected;  // "(8, 4) float32"; "" where nothing was
  std::string found;     // … with its path in the file
};

// Something that a file holds beside what the model needs.
struct Beyond {
  std::string what;
  size_t tensors = 0;  // 0: it is none of those
  uint64_t bytes = 0;
};

struct Verification {
  std::string model;
  std::vector<Mismatch> mismatches;
  std::vector<std::string> unverified;  // layers whose weights nothing can be said of: their classes aren't known
  std::vector<Beyond> beyond;
  size_t weights = 0;  // that are as they should be
  uint64_t bytes = 0;  // in the file
};

// `summary` is the model's own, made with weights. Throws ModelError where the file holds no weights, or
// describes no graph.
Verification verify(const Model& model, const Summary& summary);

// As text for people, or one JSON object. Append to `out`.
void render_verification(const Verification& verification, std::string& out);
void render_verification_json(const Verification& verification, std::string& out);

}  // namespace nnsummary
