// Reading a model, and summarizing it: bytes in, plain data out.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "nnsummary/error.h"
#include "nnsummary/stored.h"
#include "nnsummary/summary.h"

namespace [[gnu::visibility("default")]] nnsummary {

struct ModelFile;
struct Reading;

// A shape, with the batch, that an input is to have instead of its own.
struct InputOverride {
  std::string name;  // of the InputLayer; "" if the model has one input
  TensorShape shape;
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
  // The style (see styles()) of the version that reads the file: names, classes and defaults are the reader's. Empty
  // for the version that wrote the file, which also stands in for a reader that refuses the file; a warning says so.
  std::string style = {};
  // With either of these, the shapes that the file records are ignored, and every shape is inferred anew.
  std::vector<InputOverride> inputs = {};
  std::optional<int64_t> batch = std::nullopt;  // of every input that isn't in `inputs`
};

// A model as a file describes it. Immutable, and cheap to move.
//
// Threads: several threads may use one Model at once, and each may read files of its own; each call of summarize() has
// its own state. Moving, assigning and destroying a Model needs it for one thread.
class Model {
 public:
  // Reads a file, without the values of its weights. Throws ModelError.
  static Model open(const std::string& path, const ReadOptions& options = {});
  // Reads bytes; messages call them `file`. Throws ModelError.
  static Model read(std::string file, std::string bytes, const ReadOptions& options = {});

  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;
  ~Model();

  // The version of Keras that wrote the file, as far as the file says.
  KerasVersion keras() const;

  // The weights that the file holds; null if it holds none.
  const StoredWeights* stored_weights() const;

  struct Contents;
  const Contents& contents() const { return *contents_; }

 private:
  Model(ModelFile&& file, const ReadOptions& options);
  void describe(Reading reading);
  bool describe_for_keras3(const Reading& reading);
  std::unique_ptr<Contents> contents_;
};

struct SummarizeOptions {
  Extras extras{};
  bool strict = false;  // treat warnings as errors
};

// Infers every shape and every parameter. Throws ModelError if Keras refuses the model, or if `strict` finds a warning.
Summary summarize(const Model& model, const SummarizeOptions& options = {});

}  // namespace nnsummary
