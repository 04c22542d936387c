// Converts our values to nlohmann's, so that they can be compared.
#pragma once

#include <nlohmann/json.hpp>

#include "document/value.h"

namespace nnsummary {

inline nlohmann::json converted(const Value& value) {
  switch (value.type()) {
    case Value::Type::Null: return nullptr;
    case Value::Type::Bool: return value.boolean();
    case Value::Type::Int: return value.integer().get();
    case Value::Type::BigInt:
    case Value::Type::Float: return value.number();
    case Value::Type::String: return std::string(value.string());
    case Value::Type::List: {
      nlohmann::json result = nlohmann::json::array();
      for (const Value& item : value.items()) result.push_back(converted(item));
      return result;
    }
    case Value::Type::Object: {
      nlohmann::json result = nlohmann::json::object();
      for (const Member& member : value.members()) result[std::string(member.key)] = converted(member.value);
      return result;
    }
  }
  return {};
}

}  // namespace nnsummary
