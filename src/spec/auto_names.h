// The names that Keras gives to what has none: by class, numbered in the order in which objects are made.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace nnsummary {

// "GetItem" as "get_item", "MaxPooling2D" as "max_pooling2d". Rule of to_snake_case in keras/src/utils/naming.py.
std::string snake_case(std::string_view class_name);

// One loading of a model.
class AutoNames {
 public:
  // "dense", "dense_1", …
  std::string next(std::string_view class_name);

 private:
  std::map<std::string, int, std::less<>> used_;
};

}  // namespace nnsummary
