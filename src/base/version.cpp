#include "nnsummary/version.h"

namespace nnsummary {

std::string_view version() { return NNSUMMARY_VERSION; }

std::string_view keras_version() { return NNSUMMARY_KERAS_VERSION; }

}  // namespace nnsummary
