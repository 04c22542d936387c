// Numbers as Keras writes them.
#pragma once

#include <string>

#include "nnsummary/count.h"

namespace nnsummary {

// "97.70 KB": a size in memory, given in bits. Each unit is 1,024 of the one before; beyond PB the number is divided
// once more, but the unit stays, as Keras has it.
std::string memory_text(Count bits);

}  // namespace nnsummary
