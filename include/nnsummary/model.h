// Reading a model, and summarizing it: bytes in, plain data out.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "nnsummary/error.h"
#include "nnsummary/summary.h"

namespace nnsummary {

struct ModelFile;

// A shape, with the batch, that an input is to have instead of its own.
struct InputOverride {
  std::string name;  // of the input; "" for the only one
  Shape shape;
};

// How .keras and .h5 files are read: by a program of its own, nnsummary-container, within limits.
struct ContainerOptions {
  // The path of nnsummary-container. If empty, it is looked for beside the running program, in ../libexec/nnsummary
  // from it, and where it was installed.
  std::string program;
  double seconds = 3.5;               // at most a day; a file that takes longer is refused, with the code "limit"
  size_t memory = size_t{384} << 20;  // in bytes, beside the file itself
};

struct ReadOptions {
  ContainerOptions container = {};
  // What if: shapes that the file records are then left aside, and everything is inferred anew.
  std::vector<InputOverride> inputs = {};
  std::optional<int64_t> batch = std::nullopt;  // of every input whose shape isn't given
};

// A model as a file describes it. Cheap to move; immutable.
class Model {
 public:
  // From a file, of which no more is read than it takes: weights aren't. Throws ModelError where it holds no model.
  static Model open(const std::string& path, const ReadOptions& options = {});
  // From bytes; `file` is the name that messages use.
  static Model read(std::string file, std::string bytes, const ReadOptions& options = {});

  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;
  ~Model();

  // Takes a file of Keras 2 as Keras 3's own reader of such files takes it, with its oddities; where that refuses it,
  // the model stays as it was.
  void read_as_keras3();

  // Which Keras wrote it.
  Origin origin() const;

  struct Contents;
  const Contents& contents() const { return *contents_; }

 private:
  Model(ModelFile&& file, const ReadOptions& options);
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
