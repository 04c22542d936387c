// Dtype policies: the types that a layer computes with and stores, and how it is quantized.
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
  int64_t bits = 4;                    // per weight, gptq only
  int64_t group = -1;                  // number of inputs that share a scale; -1: all of them
  int64_t amax_history_length = 1024;  // float8 only
};

// Returns the policy for a value in the file: null, a name ("mixed_float16", "int8_from_float32"), or a serialized
// policy. Returns nullopt for any other value. Forms as in keras/src/dtype_policies/dtype_policy.py.
std::optional<Policy> read_policy(const Value* dtype);

// Returns the policy's name: "float32", "mixed_float16", "int8_from_float32".
std::string to_text(const Policy& policy);

}  // namespace nnsummary
