#include "infer/constant.h"

namespace nnsummary {

Tensor constant_tensor(const Value& value) {
  const Value* config = value.find("config");
  const Value* numbers = config ? config->find("value") : &value;
  Tensor result;
  if (config) result.dtype = parse_dtype(config->string_of("dtype")).value_or(DType::Float32);
  while (numbers && numbers->is_list()) {
    const auto items = numbers->items();
    result.shape.append(static_cast<int64_t>(items.size()));
    numbers = items.empty() ? nullptr : &items.front();
  }
  return result;
}

bool is_array(const Value* value) {
  const std::string_view class_name = value ? value->string_of("class_name") : std::string_view();
  return class_name == "__numpy__" || class_name == "__tensor__";
}

std::optional<OpArg> called_argument(const OpEntry& op, size_t position) {
  for (const bool constructor : {false, true}) {
    for (const OpArg arg : op.args) {
      if (arg.is_constructor() == constructor && position-- == 0) return arg;
    }
  }
  return std::nullopt;
}

}  // namespace nnsummary
