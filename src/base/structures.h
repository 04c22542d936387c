// Functions for structures of tensors and shapes: changing and listing their leaves.
#pragma once

#include <algorithm>
#include <numeric>
#include <type_traits>
#include <vector>

#include "base/shape.h"

namespace nnsummary {

// Returns the same structure with `change(leaf)` in place of each leaf.
template <typename T, typename Change>
Structure<std::invoke_result_t<Change, const T&>> map_leaves(const Structure<T>& structure, const Change& change) {
  using Result = Structure<std::invoke_result_t<Change, const T&>>;
  Result result;
  result.kind = static_cast<typename Result::Kind>(structure.kind);
  if (structure.kind == Structure<T>::Kind::Leaf) result.leaf = change(structure.leaf);
  result.keys = structure.keys;
  result.items.reserve(structure.items.size());
  for (const Structure<T>& item : structure.items) result.items.push_back(map_leaves(item, change));
  return result;
}

inline Structure<Shape> shapes_of(const Structure<Tensor>& tensors) {
  return map_leaves(tensors, [](const Tensor& tensor) { return tensor.shape; });
}

// Returns dense tensors of these shapes and that dtype.
inline Structure<Tensor> with_dtype(const Structure<Shape>& shapes, DType dtype) {
  return map_leaves(shapes, [dtype](const Shape& shape) { return Tensor{shape, dtype}; });
}
inline Structure<Tensor> with_dtype(const Structure<Tensor>& tensors, DType dtype) {
  return map_leaves(tensors, [dtype](const Tensor& tensor) { return Tensor{tensor.shape, dtype}; });
}

// Appends the leaves in the order in which Keras flattens a structure: a dict's by its sorted keys.
template <typename T>
void flatten_into(const Structure<T>& structure, std::vector<T>& out) {
  if (structure.kind == Structure<T>::Kind::Leaf) {
    out.push_back(structure.leaf);
  } else if (structure.kind != Structure<T>::Kind::Dict) {
    for (const Structure<T>& item : structure.items) flatten_into(item, out);
  } else {
    std::vector<size_t> order(structure.items.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return structure.keys[a] < structure.keys[b]; });
    for (const size_t i : order) flatten_into(structure.items[i], out);
  }
}

template <typename T>
std::vector<T> flatten(const Structure<T>& structure) {
  std::vector<T> result;
  flatten_into(structure, result);
  return result;
}

}  // namespace nnsummary
