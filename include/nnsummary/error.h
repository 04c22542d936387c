// Errors and warnings about a model, as values: a message for the person who reads it, and the place in the file.
//
// Threads: plain data. An exception belongs to the thread that catches it.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace [[gnu::visibility("default")]] nnsummary {

enum class Severity { Warning, Error };

// The code says what kind of message it is; programs may rely on it, and messages may be reworded. Those in use:
//
//   unreadable          the file can't be opened, read or recognized
//   syntax              the text isn't JSON or YAML
//   limit               the file exceeds a limit
//   invalid             the description isn't one of a model
//   refused             Keras refuses the layer or its arguments
//   option              an option of the caller doesn't fit the model
//   unknown-class       the class isn't known
//   unknown-argument    the class has no such argument
//   unknown-shape       the output shape of a layer isn't known
//   unbuilt             a layer has no weights yet: no input is known
//   dead                no output of the model depends on the layer
//   no-graph            the file has weights, but describes no layers
//   missing-weights     the weights can't be read
//   reader              another Keras reads the file differently
struct Diagnostic {
  Severity severity = Severity::Error;
  std::string code;
  std::string file;        // as the caller named it; "<stdin>" for a pipe
  int line = 0;            // from 1; 0 where no place is known
  int column = 0;          // from 1, in bytes
  std::string source;      // the line of the file and a line with a caret below it, "" where that isn't shown
  std::string pointer;     // JSON pointer (RFC 6901) of the value, "" for the whole file
  std::string layer;       // name of the layer or model it is about, "" if none
  std::string path;        // the layer's path in the model ("encoder/dense_1"), "" where it isn't known
  std::string class_name;  // its class, "" if that isn't known
  std::string message;     // what was expected, what was found, what to do

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

// "FILE:LINE:COL: error: 'dense' (Dense): what is wrong [/config/layers/1]"; or, instead
// of the pointer, the source in two lines of its own.
std::string to_text(const Diagnostic& diagnostic);

// Returns the string with its control characters and invalid bytes as escape sequences: C0 (newline and tab too), DEL
// and C1 as `\x1b`, the ones that change the direction of text as `\u202e`, and each byte that is not UTF-8 as `\xff`.
// The ASCII characters in `kept` stay as they are.
std::string printable(std::string_view text, std::string_view kept = {});

// What the library throws: the base class of every exception of its own.
class Error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The model can't be read, or is one that Keras refuses. Holds at least one error; warnings may precede it.
class ModelError : public Error {
 public:
  explicit ModelError(std::vector<Diagnostic> diagnostics);
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace nnsummary
