#include "spec/draft.h"

#include <algorithm>

namespace nnsummary {

ObjectDraft::ObjectDraft(const Value& object) {
  fields_.reserve(object.members().size());
  for (const Member& member : object.members()) fields_.push_back({member.key, member.value, &member.value});
}

const Value* ObjectDraft::find(std::string_view key) const {
  const auto found = std::find_if(fields_.rbegin(), fields_.rend(), [key](auto& field) { return field.key == key; });
  return found == fields_.rend() ? nullptr : &found->value;
}

std::string_view ObjectDraft::string_of(std::string_view key, std::string_view fallback) const {
  const Value* value = find(key);
  return value && value->is_string() ? value->string() : fallback;
}

std::optional<ValueDraft> ObjectDraft::take(std::string_view key) {
  std::optional<ValueDraft> result;
  for (size_t i = fields_.size(); i-- > 0;) {
    if (fields_[i].key != key) continue;
    if (!result) result = ValueDraft{fields_[i].value, fields_[i].original};
    fields_.erase(fields_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return result;
}

void ObjectDraft::set(std::string_view key, const ValueDraft& made) {
  const auto found = std::find_if(fields_.begin(), fields_.end(), [key](auto& field) { return field.key == key; });
  if (found == fields_.end()) {
    fields_.push_back({key, made.value, made.original});
  } else {
    *found = {key, made.value, made.original};
  }
}

void ObjectDraft::rename(std::string_view from, std::string_view to) {
  if (find(to)) return;
  for (Field& field : fields_) {
    if (field.key == from) field.key = to;
  }
}

Value ObjectDraft::build(Document& document) const {
  std::vector<Member> members;
  members.reserve(fields_.size());
  for (const Field& field : fields_) members.push_back({field.key, field.value});
  const auto made = document.arena().copy(std::span<const Member>(members));
  for (size_t i = 0; i < made.size(); ++i) {
    if (fields_[i].original) document.set_original(&made[i].value, fields_[i].original);
  }
  return Value::of_object(made);
}

Value make_list(Document& document, const ListDraft& items) {
  std::vector<Value> values;
  values.reserve(items.size());
  for (const ValueDraft& item : items) values.push_back(item.value);
  const auto made = document.arena().copy(std::span<const Value>(values));
  for (size_t i = 0; i < made.size(); ++i) {
    if (items[i].original) document.set_original(&made[i], items[i].original);
  }
  return Value::of_list(made);
}

const Value& make_root(Document& document, const Value& value, const Value& original) {
  const Value& made = *document.arena().make(value);
  document.set_original(&made, &original);
  return made;
}

}  // namespace nnsummary
