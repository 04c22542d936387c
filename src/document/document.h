// A text read into values, and where each value stands in it.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "document/find_json.h"
#include "document/value.h"
#include "nnsummary/error.h"

namespace nnsummary {

// What is accepted; beyond, reading ends with an error.
struct Limits {
  size_t depth = 8192;             // of nested lists and objects
  size_t bytes = size_t{1} << 32;  // of text
};

// Where a value stands in the text, and its key if it is an object's.
struct Place {
  size_t offset = 0;
  std::optional<size_t> key;
};

// Values from the text of a file. They point into it, so it stays where it is.
class Document {
 public:
  Document(std::string file, std::string text) : file_(std::move(file)), text_(std::move(text)) {}

  const std::string& file() const { return file_; }
  std::string_view text() const { return text_; }
  const Value& root() const { return root_; }
  void set_root(Value root) { root_ = root; }

  // The version of the Keras that wrote the file, where it stands beside the text: "3.15.1"; else "".
  const std::string& keras_version() const { return keras_version_; }
  void set_keras_version(std::string_view version) { keras_version_ = version; }

  Arena& arena() { return arena_; }
  // A value made up by a reader stands where the one that it was made of does.
  void stands_for(const Value* made, const Value* original) {
    origins_.emplace_back(made, original);
    origins_sorted_ = false;
  }
  // The value of the text that this one stands for; itself, as a rule.
  const Value* original(const Value* value) const;

  // Where a value stands, if that can't be found by another look at the text, as it can in JSON.
  void set_place(const Value* value, Place place) { places_.emplace_back(value, place); }
  // A person wrote the text: messages show the line that they are about.
  void show_source() { shows_source_ = true; }

  // A diagnostic that points to the value: line, column and JSON pointer are looked up in the text. `value` may be
  // null, or a value that isn't in the text: then only the file is named.
  Diagnostic at(Severity severity, const Value* value, std::string message) const;

  // The same, pointing to the key of an object's value.
  Diagnostic at_key(Severity severity, const Value* value, std::string message) const;

  // A diagnostic that points to a byte of the text.
  Diagnostic at_offset(size_t offset, std::string message) const;

 private:
  Diagnostic at(Severity severity, const Value* value, bool key, std::string message) const;
  std::optional<size_t> offset_of(const Value* value, std::span<const PathStep> path, bool key) const;
  void set_line(Diagnostic& diagnostic, size_t offset) const;

  std::string file_;
  std::string text_;
  std::string keras_version_;
  Arena arena_;
  Value root_;
  mutable std::vector<std::pair<const Value*, const Value*>> origins_;  // sorted when they are first asked for
  mutable bool origins_sorted_ = true;
  std::vector<std::pair<const Value*, Place>> places_;
  bool shows_source_ = false;
};

// Reads JSON as Python's json module does: also NaN, Infinity, lone surrogates and integers of any size. Throws
// ModelError with the place where the text goes wrong, and what was expected there.
void read_json(Document& document, const Limits& limits = {});

}  // namespace nnsummary
