#include "formats/keras_json.h"

namespace nnsummary {

bool sniff_keras_json(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const size_t first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (bytes[first] == '{' || bytes[first] == '[');
}

void read_keras_json(Document& document) { read_json(document); }

}  // namespace nnsummary
