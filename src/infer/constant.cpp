#include "infer/constant.h"

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

std::string_view op_argument(const OpEntry& op, size_t i) {
  std::string_view names = op.args;
  for (; i > 0 && !names.empty(); --i) names.remove_prefix(std::min(names.find(' '), names.size() - 1) + 1);
  return names.substr(0, names.find(' '));
}

}  // namespace nnsummary
