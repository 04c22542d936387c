// Values of arguments as plain data: everything that JSON can express, and integers of any size.
//
// Threads: several threads may read one value at once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace [[gnu::visibility("default")]] nnsummary {

struct ConfigMember;

// An integer outside the range of int64, in decimal digits.
struct BigInteger {
  std::string digits;
  friend bool operator==(const BigInteger&, const BigInteger&) = default;
};

struct ConfigValue {
  using List = std::vector<ConfigValue>;
  using Object =
      std::vector<ConfigMember>;  // in the order of LayerInfo::arguments; for unknown classes, in the order of the file

  std::variant<std::monostate, bool, int64_t, BigInteger, double, std::string, List, Object> value;  // monostate: null
};

// NaN equals NaN, so that a value that is read twice compares equal.
bool operator==(const ConfigValue& a, const ConfigValue& b);

struct ConfigMember {
  std::string key;
  ConfigValue value;
  friend bool operator==(const ConfigMember&, const ConfigMember&) = default;
};

// Returns the value of a key, or null if there is no such key.
const ConfigValue* find_member(const ConfigValue::Object& object, std::string_view key);

}  // namespace nnsummary
