// What a layer's `dtype` argument says: the types it computes with and keeps, and how it is quantized.
#pragma once

#include <optional>
#include <string>

#include "document/value.h"
#include "nnsummary/dtype.h"

namespace nnsummary {

enum class QuantizationMode : uint8_t { None, Int8, Int4, Float8, Gptq, Awq };

struct Policy {
  DType compute = DType::Float32;
  DType variable = DType::Float32;
  QuantizationMode mode = QuantizationMode::None;
  int64_t bits = 4;                    // of a weight, gptq only
  int64_t group = -1;                  // inputs that share a scale; -1: all of them
  int64_t amax_history_length = 1024;  // float8 only
};

// The policy that a file's value stands for: null, a name ("mixed_float16", "int8_from_float32"), or a serialised
// policy. Nothing where it is none of these. The forms are those of keras/src/dtype_policies/dtype_policy.py.
std::optional<Policy> read_policy(const Value* dtype);

// The policy's name as Keras has it: "float32", "mixed_float16", "int8_from_float32".
std::string to_text(const Policy& policy);

}  // namespace nnsummary
