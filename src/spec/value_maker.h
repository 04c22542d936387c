#pragma once

#include <vector>

#include "document/document.h"

namespace nnsummary {

// Makes values that no text has, in the document's arena. Each stands for what it was made of, so that messages about
// it have a place.
class ValueMaker {
 public:
  struct Item {
    Value value;
    const Value* origin = nullptr;
  };
  struct Field {
    std::string_view key;
    Value value;
    const Value* origin = nullptr;
  };
  using Items = std::vector<Item>;
  using Fields = std::vector<Field>;

  explicit ValueMaker(Document& document) : document_(document) {}

  Value list(const Items& items) {
    std::vector<Value> values;
    for (const Item& item : items) values.push_back(item.value);
    const auto kept = document_.arena().copy(std::span<const Value>(values));
    for (size_t i = 0; i < kept.size(); ++i) stands_for(kept[i], items[i].origin);
    return Value::of_list(kept);
  }

  Value object(const Fields& fields) {
    std::vector<Member> members;
    for (const Field& field : fields) members.push_back({field.key, field.value});
    const auto kept = document_.arena().copy(std::span<const Member>(members));
    for (size_t i = 0; i < kept.size(); ++i) stands_for(kept[i].value, fields[i].origin);
    return Value::of_object(kept);
  }

  Value text(std::string_view text) { return Value::of_text(document_.arena().copy(text)); }

  // Keeps a value that is part of no other.
  const Value* keep(const Value& value, const Value* origin) {
    const Value* kept = document_.arena().make(value);
    stands_for(*kept, origin);
    return kept;
  }

 private:
  void stands_for(const Value& made, const Value* origin) {
    if (origin) document_.stands_for(&made, origin);
  }

  Document& document_;
};

}  // namespace nnsummary
