// Lists of names as one string: "a|b|c".
#pragma once

#include <string_view>

namespace nnsummary {

// Returns true where `name` is one of `names`, "a|b|c".
bool is_one_of(std::string_view name, std::string_view names);

}  // namespace nnsummary
