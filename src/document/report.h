// The list that errors and warnings are collected in while a model is read and inferred.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"

namespace nnsummary {

class Report {
 public:
  explicit Report(const Document& document) : document_(document) {}

  // `value` is where in the document, or null; `layer` the name of the layer it is about, or empty.
  void error(const Value* value, std::string_view layer, std::string message) {
    add(Severity::Error, value, layer, std::move(message));
  }
  void warn(const Value* value, std::string_view layer, std::string message) {
    add(Severity::Warning, value, layer, std::move(message));
  }

  bool has_errors() const { return errors_ > 0; }
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  // Throws ModelError if there is an error.
  void throw_errors() const {
    if (has_errors()) throw ModelError(diagnostics_);
  }

 private:
  void add(Severity severity, const Value* value, std::string_view layer, std::string message);

  const Document& document_;
  std::vector<Diagnostic> diagnostics_;
  size_t errors_ = 0;
};

}  // namespace nnsummary
