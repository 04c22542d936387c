// Writes values of a file as JSON.
#pragma once

#include "base/json_writer.h"
#include "document/value.h"

namespace nnsummary {

void write_number(JsonWriter& json, double number);

// Writes a value. `object(value)` may write an object itself, and then returns true.
template <typename Object>
void write_value(JsonWriter& json, const Value& value, const Object& object) {
  switch (value.type()) {
    case Value::Type::Null: return json.null();
    case Value::Type::Bool: return json.boolean(value.boolean());
    case Value::Type::Int: return json.integer(value.integer().get());
    case Value::Type::BigInt: return json.raw(value.string());
    case Value::Type::Float: return write_number(json, value.number());
    case Value::Type::String: return json.string(value.string());
    case Value::Type::List:
      json.begin('[');
      for (const Value& item : value.items()) {
        json.item();
        write_value(json, item, object);
      }
      return json.end(']');
    case Value::Type::Object: break;
  }
  if (object(value)) return;
  json.begin('{');
  for (const Member& member : value.members()) {
    json.key(member.key);
    write_value(json, member.value, object);
  }
  json.end('}');
}

inline void write_value(JsonWriter& json, const Value& value) {
  write_value(json, value, [](const Value&) { return false; });
}

}  // namespace nnsummary
