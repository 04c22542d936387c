#include "base/number_text.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace nnsummary {

std::string memory_text(Count bits) {
  constexpr std::array<std::string_view, 6> kUnits = {"B", "KB", "MB", "GB", "TB", "PB"};
  constexpr double kScale = 1024;
  double size = bits.to_double() / 8;
  for (const std::string_view unit : kUnits) {
    if (size / kScale < 1) return fmt::format("{:.2f} {}", size, unit);
    size /= kScale;
  }
  return fmt::format("{:.2f} {}", size, kUnits.back());
}

}  // namespace nnsummary
