// The dialects in which models are written, and how each becomes the form of Keras 3.
#pragma once

#include <optional>
#include <string_view>

#include "document/report.h"
#include "spec/reading.h"
#include "spec/writer.h"

namespace nnsummary {

// A model while it is converted.
struct ModelSource {
  Document& document;
  const Reading& reading;
  const Value* root;                 // the model, in the form that the last conversion gave it
  std::string_view keras_version{};  // of the Keras that wrote the file; empty if nothing says
  bool tfjs = false;                 // the file was written for TensorFlow.js
  std::optional<Writer> writer{};    // set by the first dialect that knows
  // Errors were replaced by placeholders, so that layers can still be checked for more.
  bool placeholders = false;
};

// The name of the dialect that a person writes.
inline constexpr std::string_view kConciseSpec = "concise spec";

struct Dialect {
  std::string_view name;
  bool (*recognizes)(const ModelSource&);
  // Replaces the root by its form in a dialect that is listed later; null for Keras 3, which is last.
  void (*convert)(ModelSource&, Report&);
};

// A model in Keras 3's form.
struct Keras3Model {
  const Value& root;
  Writer writer;
  std::string_view dialect;  // of the file
  bool placeholders = false;
};

// Converts the document's root. Errors go to the report; throws ModelError if no dialect recognizes it.
Keras3Model to_keras3(Document& document, const Reading& reading, Report& report);

}  // namespace nnsummary
