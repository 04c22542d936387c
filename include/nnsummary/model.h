// Reading a model, and summarizing it: bytes in, plain data out.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "nnsummary/error.h"
#include "nnsummary/summary.h"

namespace nnsummary {

// A model as a file describes it. Cheap to move; immutable.
class Model {
 public:
  // `file` is the name that messages use. Throws ModelError where the bytes are no model that can be read.
  static Model read(std::string file, std::string bytes);

  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;
  ~Model();

  // Which Keras wrote it.
  Origin origin() const;

  struct Contents;
  const Contents& contents() const { return *contents_; }

 private:
  explicit Model(std::unique_ptr<Contents> contents);
  std::unique_ptr<Contents> contents_;
};

// What a summary is to hold beside rows and totals; each costs time.
struct SummarizeOptions {
  bool weights = false;   // of every layer
  bool calls = false;     // every call of every layer, and what only old tables list
  bool macs = false;      // by a second walk, with a batch of 1
  bool formulas = false;  // of every weight; implies weights
  bool strict = false;    // warnings and unknown classes are errors
};

// Infers every shape and every parameter. Throws ModelError where the model is one that Keras refuses.
Summary summarize(const Model& model, const SummarizeOptions& options = {});

}  // namespace nnsummary
