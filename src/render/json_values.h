// Writing values of a Summary as JSON.
#pragma once

#include "base/json_writer.h"
#include "nnsummary/config_value.h"
#include "nnsummary/shape.h"

namespace nnsummary {

// Writes a list of sizes, with null for None; null for an unknown shape.
void write_shape(JsonWriter& json, const TensorShape& shape);

// Writes a shape, or shapes in {"list": […]}, {"tuple": […]} or {"dict": {…}}.
void write_shapes(JsonWriter& json, const Structure<TensorShape>& shapes);

// Writes a value on one line as Python's json module does: floats have a point or an exponent, and NaN and Infinity are
// bare words.
void write_value(JsonWriter& json, const ConfigValue& value);
void write_value(JsonWriter& json, const ConfigValue::Object& members);

}  // namespace nnsummary
