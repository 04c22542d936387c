#include "document/find_json.h"

#include "document/json_scanner.h"

namespace nnsummary {
namespace {

// Moves from an object or list to the member or item of a step, or to the member's key. Returns false if there is none.
// The last of repeated keys counts, as in Value::find().
bool step_into(JsonScanner& scanner, const PathStep& step, bool to_key) {
  if (!scanner.take(step.is_index ? '[' : '{')) return false;
  const char closing = step.is_index ? ']' : '}';
  std::string buffer;
  std::optional<JsonScanner> found;
  for (size_t index = 0; scanner.peek() != closing; ++index) {
    const JsonScanner before = scanner;
    const bool wanted = step.is_index ? index == step.index : scanner.string(buffer) == step.key;
    if (!step.is_index) scanner.expect(':', "':'");
    scanner.peek();
    if (wanted) found = to_key ? before : scanner;
    scanner.skip();
    if (!scanner.take(',')) break;
  }
  if (found) scanner = *found;
  return found.has_value();
}

}  // namespace

std::optional<size_t> find_json(std::string_view text, std::span<const PathStep> path, bool key) {
  JsonScanner scanner(text);
  scanner.peek();
  try {
    for (const PathStep& step : path) {
      const bool to_key = key && !step.is_index && &step == &path.back();
      if (!step_into(scanner, step, to_key)) return std::nullopt;
    }
  } catch (const JsonSyntaxError&) {
    return std::nullopt;
  }
  return scanner.offset();
}

}  // namespace nnsummary
