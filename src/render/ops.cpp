#include <fmt/format.h>

#include <algorithm>

#include "base/json_writer.h"
#include "nnsummary/render.h"

namespace nnsummary {
namespace {

std::vector<std::string_view> arguments_of(const OpEntry& op) {
  std::vector<std::string_view> result;
  for (std::string_view rest = op.args; !rest.empty();) {
    std::string_view name = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(name.size() + 1, rest.size()));
    // What marks an argument is of no use to a reader.
    if (name.find_first_of(":*?") == 0) name.remove_prefix(1);
    result.push_back(name);
  }
  return result;
}

std::string signature(const OpEntry& op) {
  std::string arguments;
  for (const std::string_view name : arguments_of(op))
    arguments += fmt::format("{}{}", arguments.empty() ? "" : ", ", name);
  return fmt::format("{}({})", op.function, arguments);
}

}  // namespace

void render_ops(std::span<const OpEntry* const> ops, std::string& out) {
  size_t widest = 0;
  for (const OpEntry* op : ops) widest = std::max(widest, op->name.size());
  for (const OpEntry* op : ops) out += fmt::format("{:{}}  {}\n", op->name, widest, signature(*op));
}

void render_ops_json(std::span<const OpEntry* const> ops, std::string& out) {
  JsonWriter json(out);
  json.begin('[');
  for (const OpEntry* op : ops) {
    json.item();
    json.begin('{');
    json.key("name");
    json.text(op->name);
    json.key("module");
    json.text(op->module);
    json.key("function");
    json.text(op->function);
    json.key("arguments");
    json.begin('[');
    for (const std::string_view name : arguments_of(*op)) {
      json.item();
      json.text(name);
    }
    json.end(']');
    json.end('}');
  }
  json.end(']');
  json.raw("\n");
}

}  // namespace nnsummary
