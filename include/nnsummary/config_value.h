// The value of an argument, as plain data: what JSON can say, with integers of any size.
//
// Threads: as for a standard container, several threads may read one value at once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace [[gnu::visibility("default")]] nnsummary {

struct ConfigMember;

// An integer beyond int64, in digits.
struct BigInteger {
  std::string digits;
  friend bool operator==(const BigInteger&, const BigInteger&) = default;
};

struct ConfigValue {
  using List = std::vector<ConfigValue>;
  using Object = std::vector<ConfigMember>;  // in the order of the entry's table, or of the file

  std::variant<std::monostate, bool, int64_t, BigInteger, double, std::string, List, Object> value;  // monostate: null
};

// Two NaN are equal: both stand for the same value of a file.
bool operator==(const ConfigValue& a, const ConfigValue& b);

struct ConfigMember {
  std::string key;
  ConfigValue value;
  friend bool operator==(const ConfigMember&, const ConfigMember&) = default;
};

// The value of a key; null if there is none.
const ConfigValue* find_member(const ConfigValue::Object& object, std::string_view key);

}  // namespace nnsummary
