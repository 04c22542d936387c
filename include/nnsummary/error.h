// Errors and warnings about a model. Each has a message for people and its location in the file.
//
// Threads: plain data. An exception belongs to the thread that catches it.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace [[gnu::visibility("default")]] nnsummary {

enum class Severity { Warning, Error };

// `code` is the kind of message. Codes are stable, while messages may be reworded. The codes are:
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
  std::string file;        // the name given by the caller; "<stdin>" for a pipe
  int line = 0;            // from 1; 0 if the location isn't known
  int column = 0;          // from 1, in bytes
  std::string source;      // the line of the file, and a line with a caret below it; "" if they aren't shown
  std::string pointer;     // JSON pointer (RFC 6901) to the value; "" for the whole file
  std::string layer;       // the layer or model that the message is about, "" if none
  std::string path;        // the layer's path in the model ("encoder/dense_1"), "" if it isn't known
  std::string class_name;  // the layer's class, "" if it isn't known
  std::string message;     // one line: what was expected, what was found, what to do

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

// Returns "FILE:LINE:COL: error: 'dense' (Dense): MESSAGE [/config/layers/1]", or the two lines of `source` in place of
// the pointer. Control characters are escaped.
std::string to_text(const Diagnostic& diagnostic);

// Returns the string with control characters and invalid bytes as escape sequences: C0 (including newline and tab), DEL
// and C1 as `\x1b`, those that change the direction of text as `\u202e`, and each byte that isn't UTF-8 as `\xff`. The
// ASCII characters in `kept` aren't escaped.
std::string printable(std::string_view text, std::string_view kept = {});

// The base class of all exceptions that the library defines.
class Error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The model can't be read, or Keras refuses it. Holds at least one error, in the order of detection, along with
// warnings.
class ModelError : public Error {
 public:
  explicit ModelError(std::vector<Diagnostic> diagnostics);
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace nnsummary
