// Drafts of values that readers create. They end up in the document's arena. A value that is derived from a value of
// the file records it as its original, so that messages have a location.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "document/document.h"

namespace nnsummary {

// A value and its original in the file, or null.
struct ValueDraft {
  Value value;
  const Value* original = nullptr;
};

// A value of the file, unchanged.
inline ValueDraft kept(const Value& value) { return {value, &value}; }
ValueDraft kept(const Value&&) = delete;

using ListDraft = std::vector<ValueDraft>;

class ObjectDraft {
 public:
  struct Field {
    std::string_view key;
    Value value;
    const Value* original = nullptr;
  };

  ObjectDraft() = default;
  ObjectDraft(std::initializer_list<Field> fields) : fields_(fields) {}
  // Starts with the members of `object`, each kept.
  explicit ObjectDraft(const Value& object);

  const std::vector<Field>& fields() const { return fields_; }
  const Value* find(std::string_view key) const;
  std::string_view string_of(std::string_view key, std::string_view fallback = {}) const;
  // Removes a field and returns its value, or nullopt if there is none.
  std::optional<ValueDraft> take(std::string_view key);
  void drop(std::string_view key) { take(key); }
  // Adds a field, or replaces the value of the one with this key.
  void set(std::string_view key, const ValueDraft& made);
  // Sets a value without an original.
  void put(std::string_view key, Value value) { set(key, {value}); }
  // Adds a field without looking for another with its key.
  void add(const Field& field) { fields_.push_back(field); }
  // Does nothing if there is no field `from`, or one `to` already.
  void rename(std::string_view from, std::string_view to);

  Value build(Document& document) const;

 private:
  std::vector<Field> fields_;
};

inline Value make_object(Document& document, std::initializer_list<ObjectDraft::Field> fields) {
  return ObjectDraft(fields).build(document);
}

Value make_list(Document& document, const ListDraft& items);

// Copies the string into the document's arena.
inline Value make_string(Document& document, std::string_view text) {
  return Value::of_string(document.arena().copy(text));
}

// Moves a value that isn't part of another one into the document's arena and sets its original.
const Value& make_root(Document& document, const Value& value, const Value& original);

}  // namespace nnsummary
