// The types of tensor elements that Keras knows.
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

// "float32". The list is that of keras.backend's standardised types.
std::string_view to_text(DType dtype);

// Keras's names of types, and "int" for int64 as its TensorFlow backend has it; nothing for any other text.
std::optional<DType> parse_dtype(std::string_view text);

// How many bits an element takes in Keras's table of memory sizes: 1 for bool, 0 where it has none (string, complex).
unsigned bits(DType dtype);

bool is_floating(DType dtype);

}  // namespace nnsummary
