#include "document/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/printable.h"

namespace nnsummary {

void Report::add(const Sort& sort, const Value* value, Subject subject, std::string message) {
  // Nobody reads more, and finding each place costs a walk over the document.
  constexpr size_t kMost = 50;
  errors_ += sort.severity == Severity::Error;
  if (diagnostics_.size() >= kMost) return;
  Diagnostic diagnostic = sort.at_key ? document_->at_key(sort.severity, value, std::move(message))
                                      : document_->at(sort.severity, value, std::move(message));
  diagnostic.code = sort.code;
  diagnostic.layer = subject.name;
  diagnostic.path = subject.path;
  diagnostic.class_name = subject.class_name;
  // A layer that is called several times is checked several times.
  const bool repeated = std::any_of(diagnostics_.begin(), diagnostics_.end(), [&](const Diagnostic& other) {
    return other.line == diagnostic.line && other.column == diagnostic.column && other.layer == diagnostic.layer &&
           other.message == diagnostic.message;
  });
  if (!repeated) diagnostics_.push_back(std::move(diagnostic));
}

void Report::throw_warnings() const {
  if (diagnostics_.empty()) return;
  std::vector<Diagnostic> errors = diagnostics_;
  for (Diagnostic& diagnostic : errors) diagnostic.severity = Severity::Error;
  throw ModelError(std::move(errors));
}

void refuse_file(std::string file, std::string message, std::string_view code) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.file = std::move(file);
  diagnostic.message = std::move(message);
  throw ModelError({diagnostic});
}

std::string to_text(const Diagnostic& d) {
  std::string result = printable(d.file);
  if (d.line > 0) result += fmt::format(":{}:{}", d.line, d.column);
  result += d.severity == Severity::Error ? ": error: " : ": warning: ";
  if (!d.layer.empty()) result += fmt::format("'{}'", printable(d.layer));
  if (!d.class_name.empty()) result += fmt::format("{}({})", d.layer.empty() ? "" : " ", printable(d.class_name));
  if (!d.layer.empty() || !d.class_name.empty()) result += ": ";
  result += printable(d.message);
  if (!d.source.empty()) return result + "\n" + printable(d.source, "\n\t");
  if (!d.pointer.empty()) result += fmt::format(" [{}]", printable(d.pointer));
  return result;
}

namespace {

std::string first_error(const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == Severity::Error) return to_text(diagnostic);
  }
  return "the model can't be read";
}

}  // namespace

ModelError::ModelError(std::vector<Diagnostic> diagnostics)
    : Error(first_error(diagnostics)), diagnostics_(std::move(diagnostics)) {}

}  // namespace nnsummary
