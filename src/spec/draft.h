// Values in the making: what a dialect's conversion builds. They end in the document's arena, and each that was taken
// from the file stands where that one does.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "document/document.h"

namespace nnsummary {

// A value, and the one of the file that it stands for.
struct Made {
  Made(const Value& kept) : value(kept), original(&kept) {}  // NOLINT: a value of the file stands for itself
  Made(const Value&&) = delete;                              // one that is made up doesn't
  Made(Value made, const Value* from) : value(made), original(from) {}

  Value value;
  const Value* original;  // null: none
};

class ObjectDraft {
 public:
  ObjectDraft() = default;
  explicit ObjectDraft(const Value& object);

  bool empty() const { return members_.empty(); }
  const Value* find(std::string_view key) const;
  std::string_view text_of(std::string_view key, std::string_view fallback = {}) const;
  // The member's value and place, out of the draft; nothing where there is none.
  std::optional<Made> take(std::string_view key);
  void drop(std::string_view key) { take(key); }
  // Adds a member, or replaces the one of this name.
  void set(std::string_view key, const Made& made);
  // Adds a member of which there is none yet.
  void add(std::string_view key, const Made& made) { members_.push_back({key, made}); }
  // As set(), with a value that stands for none of the file.
  void put(std::string_view key, Value value) { set(key, Made(value, nullptr)); }
  // Nothing happens where there is no such member, or one of the new name already.
  void rename(std::string_view from, std::string_view to);

  struct Entry {
    std::string_view key;
    Made made;
  };
  const std::vector<Entry>& members() const { return members_; }
  Value make(Document& document) const;

 private:
  std::vector<Entry> members_;
};

Value make_list(Document& document, const std::vector<Made>& items);

// A text that lives as long as the document.
Value make_text(Document& document, std::string_view text);

}  // namespace nnsummary
