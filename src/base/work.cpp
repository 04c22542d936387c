#include "base/work.h"

#include <fmt/format.h>

namespace nnsummary {

std::string Work::advice() const {
  return fmt::format("set NNSUMMARY_MAX_WORK={:g} to allow ten times as much", 10 * factor_);
}

}  // namespace nnsummary
