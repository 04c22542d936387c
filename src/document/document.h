// The text of a file, the values that it was read into, and their places in it.
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

// Reading ends with an error when a limit is exceeded.
struct Limits {
  size_t depth = 8192;             // of nested lists and objects
  size_t bytes = size_t{1} << 32;  // of text
};

// The offset of a value in the text, and of its key if it is a member of an object.
struct Place {
  size_t offset = 0;
  std::optional<size_t> key;
};

// The values point into the text and the arena. Once sealed, a document may be read from several threads at once.
class Document {
 public:
  Document(std::string file, std::string text) : file_(std::move(file)), text_(std::move(text)) {}

  const std::string& file() const { return file_; }
  std::string_view text() const { return text_; }
  const Value& root() const { return root_; }
  void set_root(Value root) { root_ = root; }

  // The version of Keras that wrote the file, if it is stored outside the text: "3.15.1"; else "".
  const std::string& keras_version() const { return keras_version_; }
  void set_keras_version(std::string_view version) { keras_version_ = version; }

  Arena& arena() { return arena_; }
  // Sets the value of the file that `made` was derived from: messages use its location.
  void set_original(const Value* made, const Value* original) {
    origins_.emplace_back(made, original);
    sealed_ = false;
  }
  // Ends the changes, and makes original() fast. Another change breaks the seal.
  void seal();
  // Returns the value of the file that `value` was derived from, or `value` itself if a reader didn't create it.
  const Value* original(const Value* value) const;

  // Records the place of a value of YAML. In JSON, a place is found by reading the text again.
  void set_place(const Value* value, Place place) { places_.emplace_back(value, place); }
  // Makes messages show the source line, for a text that a person wrote.
  void show_source() { shows_source_ = true; }

  // Returns a diagnostic that points to a value: it has the line, the column and the JSON pointer. It only names the
  // file if `value` is null or isn't in the text.
  Diagnostic at(Severity severity, const Value* value, std::string message) const;

  // The same, but points to the key of an object's member.
  Diagnostic at_key(Severity severity, const Value* value, std::string message) const;

  // Returns an error that points to a byte of the text.
  Diagnostic at_offset(size_t offset, std::string message, std::string_view code) const;

 private:
  Diagnostic at(Severity severity, const Value* value, bool key, std::string message) const;
  std::optional<size_t> offset_of(const Value* value, std::span<const PathStep> path, bool key) const;
  void set_line(Diagnostic& diagnostic, size_t offset) const;

  std::string file_;
  std::string text_;
  std::string keras_version_;
  Arena arena_;
  Value root_;
  std::vector<std::pair<const Value*, const Value*>> origins_;  // a made value and its original; sorted once sealed
  bool sealed_ = true;
  std::vector<std::pair<const Value*, Place>> places_;
  bool shows_source_ = false;
};

// Reads JSON as Python's json module does, which also takes NaN, Infinity, lone surrogates and integers of any size.
// Throws ModelError, with the place and what was expected there, if the text isn't JSON or exceeds a limit.
void read_json(Document& document, const Limits& limits = {});

}  // namespace nnsummary
