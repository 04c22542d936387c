#include "nnsummary/dtype.h"

#include <iterator>

namespace nnsummary {
namespace {

struct Row {
  std::string_view name;
  unsigned bits;
  bool floating;
};

// In the order of DType.
constexpr Row kRows[] = {
    {"bool", 1, false},       {"uint8", 8, false},        {"uint16", 16, false},    {"uint32", 32, false},
    {"uint64", 64, false},    {"int8", 8, false},         {"int16", 16, false},     {"int32", 32, false},
    {"int64", 64, false},     {"float8_e4m3fn", 0, true}, {"float8_e5m2", 0, true}, {"bfloat16", 16, true},
    {"float16", 16, true},    {"float32", 32, true},      {"float64", 64, true},    {"complex64", 0, false},
    {"complex128", 0, false}, {"string", 0, false},
};
static_assert(std::size(kRows) == static_cast<size_t>(DType::String) + 1);

const Row& row(DType dtype) { return kRows[static_cast<size_t>(dtype)]; }

}  // namespace

std::string_view to_text(DType dtype) { return row(dtype).name; }

std::optional<DType> parse_dtype(std::string_view text) {
  for (size_t i = 0; i < std::size(kRows); ++i) {
    if (kRows[i].name == text) return static_cast<DType>(i);
  }
  if (text == "int") return DType::Int64;
  if (text == "float") return DType::Float32;
  return std::nullopt;
}

unsigned bits(DType dtype) { return row(dtype).bits; }

bool is_floating(DType dtype) { return row(dtype).floating; }

}  // namespace nnsummary
