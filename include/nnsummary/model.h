// Reading and summarizing models.
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

// A shape that replaces the shape of an input.
struct InputOverride {
  std::string name;  // the InputLayer's name; may be "" if the model has one input
  TensorShape shape;
};

// Limits for reading .keras and .h5 files, which a separate program, nnsummary-container, does.
struct ContainerOptions {
  // The path of nnsummary-container. If empty, it is searched for in the folder of the running program, in
  // ../libexec/nnsummary relative to that folder, and where it was installed.
  std::string program;
  // Per file, at most 86,400; a slower file is refused with the code "limit". A cold disk takes time, but no processor.
  double seconds = 3.5;
  double cpu_seconds = 1;             // of the processor, rounded up to 1, 2, …
  size_t memory = size_t{384} << 20;  // in bytes, in addition to the size of the file
};

struct ReadOptions {
  ContainerOptions container = {};
  // In bytes; a larger file is refused with the code "limit". A .keras or .h5 file on a disk may be of any size.
  size_t text_bytes = size_t{192} << 20;  // of JSON or YAML
  size_t pipe_bytes = size_t{512} << 20;  // of a .keras or .h5 file from a pipe, which is copied to a temporary file
  // A style (see styles()): the model is read as its Keras version reads the file, with its names, classes and
  // defaults. If empty, or if that version refuses the file (a warning says so), it is read as by the version that
  // wrote it.
  std::string style = {};
  // If either is given, the shapes recorded in the file are ignored, and every shape is inferred again.
  std::vector<InputOverride> inputs = {};
  std::optional<int64_t> batch = std::nullopt;  // the batch size of every input that isn't in `inputs`
  // Multiplies the limit on the work that a file may cause by calls, tensors and repeated layers. A file that exceeds
  // it is refused with the code "limit".
  double work = 1;
};

// A model as described in a file. Immutable, and cheap to move.
//
// Threads: several threads may use one Model at once, and read files at once; each call of summarize() has its own
// state. A Model must not be moved, assigned or destroyed while another thread uses it.
class Model {
 public:
  // Reads a file, without the values of its weights. Throws ModelError if it can't be read or Keras refuses it, and
  // OptionError if there is no such style.
  static Model open(const std::string& path, const ReadOptions& options = {});
  // Reads a file from memory; `file` is its name in messages. Throws as open().
  static Model read(std::string file, std::string bytes, const ReadOptions& options = {});
  // Reads a file from an open descriptor, such as 0 for stdin, which isn't closed. Throws as open().
  static Model read_descriptor(std::string file, int descriptor, const ReadOptions& options = {});

  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;
  ~Model();

  // Returns the version of Keras that wrote the file, as far as it is recorded.
  KerasVersion keras() const;

  // Returns the weights stored in the file, or null if there are none.
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

// Infers every shape and every parameter. Throws ModelError if Keras refuses the model or, if `strict`, if there are
// any warnings.
Summary summarize(const Model& model, const SummarizeOptions& options = {});

}  // namespace nnsummary
