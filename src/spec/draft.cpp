#include "spec/draft.h"

#include <algorithm>

namespace nnsummary {

ObjectDraft::ObjectDraft(const Value& object) {
  members_.reserve(object.members().size());
  for (const Member& member : object.members()) members_.push_back({member.key, member.value});
}

const Value* ObjectDraft::find(std::string_view key) const {
  const auto found = std::find_if(members_.rbegin(), members_.rend(), [key](auto& entry) { return entry.key == key; });
  return found == members_.rend() ? nullptr : &found->made.value;
}

std::string_view ObjectDraft::text_of(std::string_view key, std::string_view fallback) const {
  const Value* value = find(key);
  return value && value->is_text() ? value->text() : fallback;
}

std::optional<Made> ObjectDraft::take(std::string_view key) {
  std::optional<Made> result;
  for (size_t i = members_.size(); i-- > 0;) {
    if (members_[i].key != key) continue;
    if (!result) result = members_[i].made;
    members_.erase(members_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return result;
}

void ObjectDraft::set(std::string_view key, const Made& made) {
  for (Entry& entry : members_) {
    if (entry.key != key) continue;
    entry.made = made;
    return;
  }
  members_.push_back({key, made});
}

void ObjectDraft::rename(std::string_view from, std::string_view to) {
  if (find(to)) return;
  for (Entry& entry : members_) {
    if (entry.key == from) entry.key = to;
  }
}

Value ObjectDraft::make(Document& document) const {
  std::vector<Member> members;
  members.reserve(members_.size());
  for (const Entry& entry : members_) members.push_back({entry.key, entry.made.value});
  const auto made = document.arena().copy(std::span<const Member>(members));
  for (size_t i = 0; i < made.size(); ++i) {
    if (members_[i].made.original) document.stands_for(&made[i].value, members_[i].made.original);
  }
  return Value::of_object(made);
}

Value make_list(Document& document, const std::vector<Made>& items) {
  std::vector<Value> values;
  values.reserve(items.size());
  for (const Made& item : items) values.push_back(item.value);
  const auto made = document.arena().copy(std::span<const Value>(values));
  for (size_t i = 0; i < made.size(); ++i) {
    if (items[i].original) document.stands_for(&made[i], items[i].original);
  }
  return Value::of_list(made);
}

Value make_text(Document& document, std::string_view text) { return Value::of_text(document.arena().copy(text)); }

}  // namespace nnsummary
