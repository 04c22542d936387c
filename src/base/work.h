// The work that one file may cause, which a small file could multiply without end.
#pragma once

#include <cstddef>
#include <string>

namespace nnsummary {

// What a walk or a reader does, in steps of some 0.2 microseconds or 50 bytes. A file may cause a fixed number of them,
// which no model needs, and more in proportion to its size.
class Work {
 public:
  // `factor` multiplies the steps.
  Work(size_t file_bytes, double factor)
      : left_(static_cast<double>(kSteps + file_bytes * kStepsPerByte) * factor), factor_(factor) {}

  // Returns false where the steps are used up.
  bool spend(size_t steps) {
    left_ -= static_cast<double>(steps);
    return left_ >= 0;
  }
  // Returns the end of a message about used up steps: how to allow more.
  std::string advice() const;

 private:
  static constexpr size_t kSteps = 4'000'000;
  static constexpr size_t kStepsPerByte = 1;

  double left_;
  double factor_;
};

}  // namespace nnsummary
