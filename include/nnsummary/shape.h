// Shapes, and structures (lists, tuples and dicts) of tensors.
//
// Threads: plain data. Several threads may read one shape at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace [[gnu::visibility("default")]] nnsummary {

// The shape of a tensor.
struct TensorShape {
  std::vector<std::optional<int64_t>> sizes;  // batch first; nullopt for a size that varies, Keras's None
  bool known = true;                          // false: the rank isn't known, and `sizes` is empty

  static TensorShape unknown() { return {{}, false}; }

  friend bool operator==(const TensorShape&, const TensorShape&) = default;
};

// Returns the shape as Python prints it: "(None, 28, 28, 1)", "(None,)"; "?" for an unknown shape.
std::string to_text(const TensorShape& shape);

// A single value, or a list, tuple or dict of structures. A dict keeps the order of the file.
template <typename T>
struct Structure {
  enum class Kind { Leaf, List, Tuple, Dict };

  Structure() = default;
  Structure(T value) : leaf(std::move(value)) {}  // NOLINT: implicit on purpose
  Structure(Kind k, std::vector<Structure> i) : kind(k), items(std::move(i)) {}

  Kind kind = Kind::Leaf;
  T leaf{};
  std::vector<Structure> items;
  std::vector<std::string> keys;  // of a Dict: one key per item

  friend bool operator==(const Structure& a, const Structure& b) = default;
};

}  // namespace nnsummary
