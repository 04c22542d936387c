// The list that errors and warnings are collected in while a model is read and inferred.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"

namespace nnsummary {

// The layer or model that a message is about.
struct Subject {
  Subject(std::string_view n = {}, std::string_view c = {}) : name(n), class_name(c) {}  // NOLINT: a name will do

  std::string_view name;
  std::string_view class_name;
};

class Report {
 public:
  explicit Report(const Document& document) : document_(document) {}

  // `value` is where in the document, or null.
  void error(const Value* value, Subject subject, std::string message) {
    add(Severity::Error, value, subject, std::move(message));
  }
  // About the key of an object's value.
  void error_at_key(const Value* value, Subject subject, std::string message) {
    add(Severity::Error, value, subject, std::move(message), true);
  }
  void warn(const Value* value, Subject subject, std::string message) {
    add(Severity::Warning, value, subject, std::move(message));
  }

  const Document& document() const { return document_; }
  size_t errors() const { return errors_; }
  bool has_errors() const { return errors_ > 0; }
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  // Throws ModelError if there is an error.
  void throw_errors() const {
    if (has_errors()) throw ModelError(diagnostics_);
  }

 private:
  void add(Severity severity, const Value* value, Subject subject, std::string message, bool at_key = false);

  const Document& document_;
  std::vector<Diagnostic> diagnostics_;
  size_t errors_ = 0;
};

}  // namespace nnsummary
