#include "document/value.h"

#include <fmt/format.h>

#include "base/utf8.h"
#include "document/real.h"

namespace nnsummary {

Value Value::of_list(std::span<const Value> items) {
  Value result;
  result.type_ = Type::List;
  result.size_ = static_cast<uint32_t>(items.size());
  result.items_ = items.data();
  return result;
}

Value Value::of_object(std::span<const Member> members) {
  Value result;
  result.type_ = Type::Object;
  result.size_ = static_cast<uint32_t>(members.size());
  result.members_ = members.data();
  return result;
}

double Value::number() const {
  switch (type_) {
    case Type::Float: return real_;
    case Type::BigInt: return read_real(string());
    default: return static_cast<double>(integer_);
  }
}

const Value* Value::find(std::string_view key) const {
  if (type_ != Type::Object) return nullptr;
  for (uint32_t i = size_; i-- > 0;) {
    if (members_[i].key == key) return &members_[i].value;
  }
  return nullptr;
}

std::string_view Value::string_of(std::string_view key, std::string_view fallback) const {
  const Value* value = find(key);
  return value && value->is_string() ? value->string() : fallback;
}

namespace {

// Returns the beginning of a string, with an ellipsis if the rest is left out. No character is cut in two.
std::string shortened(std::string_view text) {
  constexpr size_t kShown = 60;
  if (text.size() <= kShown) return std::string(text);
  size_t end = kShown;
  while (end > 0 && is_continuation(text[end])) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::string describe_list(std::span<const Value> items) {
  constexpr size_t kShown = 8;
  std::string result = "[";
  for (size_t i = 0; i < items.size() && i < kShown; ++i) {
    if (i > 0) result += ", ";
    result += items[i].is_list() ? "[…]" : describe(items[i]);
  }
  return result + (items.size() > kShown ? ", …]" : "]");
}

}  // namespace

std::string describe(const Value& value) {
  switch (value.type()) {
    case Value::Type::Null: return "null";
    case Value::Type::Bool: return value.boolean() ? "true" : "false";
    case Value::Type::Int: return fmt::format("{}", value.integer());
    case Value::Type::BigInt: return shortened(value.string());
    case Value::Type::Float: return fmt::format("{}", value.number());
    case Value::Type::String: return fmt::format("'{}'", shortened(value.string()));
    case Value::Type::List: return describe_list(value.items());
    case Value::Type::Object: {
      const std::string_view name = value.string_of("class_name");
      return name.empty() ? "an object" : fmt::format("an object of class '{}'", name);
    }
  }
  return {};
}

}  // namespace nnsummary
