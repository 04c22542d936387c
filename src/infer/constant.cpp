#include "infer/constant.h"

#include <algorithm>
#include <optional>

namespace nnsummary {

Tensor constant_tensor(const Value& value) {
  const Value* config = value.find("config");
  const Value* numbers = config ? config->find("value") : &value;
  Tensor result;
  if (config) result.dtype = parse_dtype(config->text_of("dtype")).value_or(DType::Float32);
  while (numbers && numbers->is_list()) {
    const auto items = numbers->items();
    result.shape.append(static_cast<int64_t>(items.size()));
    numbers = items.empty() ? nullptr : &items.front();
  }
  return result;
}

bool is_array(const Value* value) {
  const std::string_view class_name = value ? value->text_of("class_name") : std::string_view();
  return class_name == "__numpy__" || class_name == "__tensor__";
}

namespace {

// The i-th of the constructor's arguments, or of the call's; counts `i` down to what is left to pass over.
std::optional<std::string_view> nth(std::string_view args, bool of_constructor, size_t& i) {
  while (!args.empty()) {
    const std::string_view name = args.substr(0, args.find(' '));
    args.remove_prefix(std::min(name.size() + 1, args.size()));
    if (name.starts_with(':') == of_constructor && i-- == 0) return name;
  }
  return std::nullopt;
}

}  // namespace

OpArgument op_argument(const OpEntry& op, size_t i) {
  const auto called = nth(op.args, false, i);
  if (!called) return {nth(op.args, true, i).value_or(":").substr(1)};
  const bool marked = called->starts_with('*') || called->starts_with('?');
  return {called->substr(marked ? 1 : 0), called->starts_with('*')};
}

}  // namespace nnsummary
