// The names that Keras gives to objects without one: by class, numbered in the order in which objects are made.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace nnsummary {

// Returns "get_item" for "GetItem" and "max_pooling2d" for "MaxPooling2D", as to_snake_case in
// keras/src/utils/naming.py does.
std::string snake_case(std::string_view class_name);

// The names given while one model is loaded.
class AutoNames {
 public:
  // Numbers grow by `step`.
  explicit AutoNames(int step = 1) : step_(step) {}

  // Returns "dense", "dense_1", and so on.
  std::string next(std::string_view class_name);
  // Uses up `count` names.
  void skip(std::string_view class_name, int count);

 private:
  int step_;
  std::map<std::string, int, std::less<>> used_;
};

}  // namespace nnsummary
