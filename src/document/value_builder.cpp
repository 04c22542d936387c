#include "document/value_builder.h"

namespace nnsummary {

void ValueBuilder::end_list() {
  const Open open = open_.back();
  open_.pop_back();
  const std::span<const Value> items = std::span<const Value>(values_).subspan(open.first_value);
  const Value list = Value::of_list(document_.arena().copy(items));
  values_.resize(open.first_value);
  values_.push_back(list);
}

void ValueBuilder::end_object() {
  const Open open = open_.back();
  open_.pop_back();
  members_.clear();
  for (size_t i = open.first_key; i < keys_.size(); ++i) {
    members_.push_back({keys_[i], values_[open.first_value + i - open.first_key]});
  }
  const Value object = Value::of_object(document_.arena().copy(std::span<const Member>(members_)));
  keys_.resize(open.first_key);
  values_.resize(open.first_value);
  values_.push_back(object);
}

}  // namespace nnsummary
