#include <fmt/format.h>

#include <algorithm>

#include "base/json_writer.h"
#include "nnsummary/layers.h"

namespace nnsummary {

void render_operations(std::span<const OperationInfo> operations, std::string& out) {
  size_t widest = 0;
  for (const OperationInfo& operation : operations) widest = std::max(widest, operation.name.size());
  for (const OperationInfo& operation : operations) {
    out += fmt::format("{:{}}  {}({})\n", operation.name, widest, operation.function,
                       fmt::join(operation.arguments, ", "));
  }
}

void render_operations_json(std::span<const OperationInfo> operations, std::string& out) {
  JsonWriter json(out);
  json.begin('[');
  for (const OperationInfo& operation : operations) {
    json.item();
    json.begin('{');
    json.field("name", operation.name);
    json.field("module", operation.module);
    json.field("function", operation.function);
    json.key("arguments");
    json.begin('[');
    for (const std::string_view name : operation.arguments) {
      json.item();
      json.string(name);
    }
    json.end(']');
    json.end('}');
  }
  json.end(']');
  json.raw("\n");
}

}  // namespace nnsummary
