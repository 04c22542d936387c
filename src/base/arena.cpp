#include "base/arena.h"

#include <algorithm>

namespace nnsummary {

void Arena::grow(size_t bytes) {
  constexpr size_t kLargestBlock = size_t{1} << 22;
  block_size_ = std::min(block_size_ * 2, kLargestBlock);
  const size_t size = std::max(bytes, block_size_);
  blocks_.emplace_back(new std::byte[size]);  // skips zeroing
  next_ = blocks_.back().get();
  left_ = size;
}

}  // namespace nnsummary
