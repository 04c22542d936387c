// Collects the errors and warnings about a model while it is read and inferred.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/layer_error.h"
#include "document/document.h"

namespace nnsummary {

// The layer or model that a message is about.
struct Subject {
  // NOLINTNEXTLINE: converts from a name
  Subject(std::string_view n = {}, std::string_view c = {}, std::string_view p = {})
      : name(n), class_name(c), path(p.empty() ? n : p) {}

  std::string_view name;
  std::string_view class_name;
  std::string_view path;  // in the model
};

// Throws a ModelError about a whole file.
[[noreturn]] void refuse_file(std::string file, std::string message, std::string_view code = "unreadable");

class Report {
 public:
  explicit Report(const Document& document) : document_(&document) {}

  // `value` is the place in the document, or null. nnsummary/error.h lists the codes.
  void error(const Value* value, Subject subject, std::string message, std::string_view code = "invalid") {
    add({Severity::Error, code}, value, subject, std::move(message));
  }
  // The same, but points to the key of an object's member.
  void error_at_key(const Value* value, Subject subject, std::string message, std::string_view code = "invalid") {
    add({Severity::Error, code, true}, value, subject, std::move(message));
  }
  void warn(const Value* value, Subject subject, std::string_view code, std::string message) {
    add({Severity::Warning, code}, value, subject, std::move(message));
  }

  const Document& document() const { return *document_; }
  size_t errors() const { return errors_; }
  bool has_errors() const { return errors_ > 0; }
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  // Throws a ModelError if there is an error.
  void throw_errors() const {
    if (has_errors()) throw ModelError(diagnostics_);
  }
  // Throws a ModelError if there is a warning or an error: warnings become errors.
  void throw_warnings() const;

 private:
  struct Sort {
    Severity severity;
    std::string_view code;
    bool at_key = false;
  };
  void add(const Sort& sort, const Value* value, Subject subject, std::string message);

  const Document* document_;
  std::vector<Diagnostic> diagnostics_;
  size_t errors_ = 0;
};

// Returns what `run` returns. An error in the arithmetic of sizes that no layer has caught is one of the file: throws
// ModelError.
template <typename Run>
auto refusing_errors(const Document& document, const Run& run) {
  try {
    return run();
  } catch (const LayerError& error) {
    Report report(document);
    report.error(error.where, {}, error.message);
    throw ModelError(report.diagnostics());
  }
}

}  // namespace nnsummary
