// The types of a tensor's elements.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace [[gnu::visibility("default")]] nnsummary {

enum class DType : uint8_t {
  Bool,
  UInt8,
  UInt16,
  UInt32,
  UInt64,
  Int8,
  Int16,
  Int32,
  Int64,
  Float8E4M3FN,
  Float8E5M2,
  BFloat16,
  Float16,
  Float32,
  Float64,
  Complex64,
  Complex128,
  String,
};

// Returns the name in Keras, such as "float32". The types are those of ALLOWED_DTYPES in
// keras/src/backend/common/variables.py.
std::string_view to_text(DType dtype);

// Returns the type of that name, or nullopt for any other string. "int" is int64, as in Keras's TensorFlow backend.
std::optional<DType> parse_dtype(std::string_view text);

// Returns the size of an element in bits, as Keras counts memory: 1 for bool, 0 for string and complex types, which
// Keras has no size for.
unsigned bits(DType dtype);

bool is_floating(DType dtype);

}  // namespace nnsummary
