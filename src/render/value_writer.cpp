#include "render/value_writer.h"

#include <fmt/format.h>

#include <cmath>

namespace nnsummary {

void write_number(JsonWriter& json, double number) {
  if (std::isnan(number)) return json.raw("NaN");
  if (std::isinf(number)) return json.raw(number < 0 ? "-Infinity" : "Infinity");
  const std::string text = fmt::format("{}", number);
  // A float is written with a point, so that it is read back as a float.
  json.raw(text.find_first_of(".e") == std::string::npos ? text + ".0" : text);
}

}  // namespace nnsummary
