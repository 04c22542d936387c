// Shapes as plain data, and the structures (lists, tuples, dicts) that tensors come in.
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
  std::vector<std::optional<int64_t>> sizes;  // batch first; nothing for a size that varies, which Keras calls None
  bool known = true;                          // false: not even the rank is known, and `sizes` is empty

  static TensorShape unknown() { return {{}, false}; }

  friend bool operator==(const TensorShape&, const TensorShape&) = default;
};

// "(None, 28, 28, 1)" and "(None,)" as Python prints them; "?" for an unknown shape.
std::string to_text(const TensorShape& shape);

// A value, or a list, tuple or dict of structures. Dict keys keep the order of the file.
template <typename T>
struct Structure {
  enum class Kind { Leaf, List, Tuple, Dict };

  Structure() = default;
  Structure(T value) : leaf(std::move(value)) {}  // NOLINT: a leaf is a structure
  Structure(Kind k, std::vector<Structure> i) : kind(k), items(std::move(i)) {}

  Kind kind = Kind::Leaf;
  T leaf{};
  std::vector<Structure> items;
  std::vector<std::string> keys;  // one an item of a Dict

  friend bool operator==(const Structure& a, const Structure& b) = default;
};

}  // namespace nnsummary
