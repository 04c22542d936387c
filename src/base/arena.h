// Allocates small objects that are freed together, when the arena is destroyed.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace nnsummary {

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Returns memory that is aligned to 16 bytes and not initialized.
  void* allocate(size_t bytes) {
    bytes = (bytes + 15) & ~size_t{15};
    if (bytes > left_) grow(bytes);
    void* result = next_;
    next_ += bytes;
    left_ -= bytes;
    return result;
  }

  // Returns a copy in the arena. No destructor is ever run.
  template <typename T>
  std::span<T> copy(std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    if (items.empty()) return {};
    void* place = allocate(items.size_bytes());
    std::memcpy(place, items.data(), items.size_bytes());
    return {static_cast<T*>(place), items.size()};
  }

  std::string_view copy(std::string_view text) {
    const std::span<char> chars = copy(std::span<const char>(text.data(), text.size()));
    return {chars.data(), chars.size()};
  }

  template <typename T>
  T* make(const T& value) {
    return copy(std::span<const T>(&value, 1)).data();
  }

 private:
  void grow(size_t bytes);

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::byte* next_ = nullptr;
  size_t left_ = 0;
  size_t block_size_ = size_t{1} << 14;
};

}  // namespace nnsummary
