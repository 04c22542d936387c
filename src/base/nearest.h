// The name that somebody who misspelled one may have meant.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nnsummary {

// The candidate that takes the fewest changes of letters, if those are few for its length; empty otherwise.
std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates);

// "; did you mean 'units'?", or nothing.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace nnsummary
