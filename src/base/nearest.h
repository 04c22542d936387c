// Suggests a correct name for a misspelled one.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nnsummary {

// Returns the candidate with the fewest different letters, or an empty string if all are too different.
std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates);

// Returns "; did you mean 'units'?", or an empty string.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace nnsummary
