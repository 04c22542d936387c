#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace nnsummary {

// The names that Keras gives to what has none: "conv2d", then "conv2d_1", by the class, in the order of making.
class AutoNames {
 public:
  std::string next(std::string_view class_name);

 private:
  std::unordered_map<std::string, int> taken_;
};

}  // namespace nnsummary
