// The values of a Summary as JSON.
#pragma once

#include "base/json_writer.h"
#include "nnsummary/config_value.h"
#include "nnsummary/shape.h"

namespace nnsummary {

// A list of sizes, null for None; null for an unknown shape.
void write_shape(JsonWriter& json, const TensorShape& shape);

// A shape, or {"list": […]}, {"tuple": […]} or {"dict": {…}} of such.
void write_shapes(JsonWriter& json, const Structure<TensorShape>& shapes);

// A value as Python's json writes it, on one line: a float has a point, NaN and Infinity are words.
void write_value(JsonWriter& json, const ConfigValue& value);
void write_value(JsonWriter& json, const ConfigValue::Object& members);

}  // namespace nnsummary
