// Formats numbers as Keras does.
#pragma once

#include <string>

#include "nnsummary/count.h"

namespace nnsummary {

// Returns a size that is given in bits as "97.70 KB", with units of 1,024 up to PB. As in Keras
// (utils/summary_utils.py), a size of 1,024 PB or more is divided by 1,024 once more, but still called PB.
std::string memory_text(Count bits);

}  // namespace nnsummary
