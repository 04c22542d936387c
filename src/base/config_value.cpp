#include "nnsummary/config_value.h"

#include <algorithm>

namespace nnsummary {

bool operator==(const ConfigValue& a, const ConfigValue& b) {
  const auto* x = std::get_if<double>(&a.value);
  const auto* y = std::get_if<double>(&b.value);
  const bool both_nan = x && y && *x != *x && *y != *y;
  return both_nan || a.value == b.value;
}

const ConfigValue* find_member(const ConfigValue::Object& object, std::string_view key) {
  const auto found =
      std::find_if(object.begin(), object.end(), [key](const ConfigMember& member) { return member.key == key; });
  return found == object.end() ? nullptr : &found->value;
}

}  // namespace nnsummary
