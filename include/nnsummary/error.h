// What is wrong with a model, as a value: a message for the person who reads it, and where in the file it belongs.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace nnsummary {

enum class Severity { Warning, Error };

struct Diagnostic {
  Severity severity = Severity::Error;
  std::string file;        // as it was named to us; "<stdin>" for a pipe
  int line = 0;            // from 1; 0 where no place is known
  int column = 0;          // from 1, in bytes
  std::string source;      // the line of the file and a line with a caret below it, "" where that isn't shown
  std::string pointer;     // JSON pointer (RFC 6901) of the value, "" for the whole file
  std::string layer;       // name of the layer or model it is about, "" if none
  std::string class_name;  // its class, "" if that isn't known
  std::string message;     // what was expected, what was found, what to do
};

// "FILE:LINE:COL: error: 'dense' (Dense): what is wrong [/config/layers/1]"; or, instead
// of the pointer, the source in two lines of its own.
std::string to_text(const Diagnostic& diagnostic);

// Thrown by the library's verbs when no answer can be given; holds at least one error. Warnings may precede it.
class ModelError : public std::runtime_error {
 public:
  explicit ModelError(std::vector<Diagnostic> diagnostics);
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace nnsummary
