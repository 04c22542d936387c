// How a file is to be read.
#pragma once

#include <optional>
#include <vector>

#include "nnsummary/model.h"
#include "styles/style.h"

namespace nnsummary {

// Input shapes to use instead of those that the file has.
struct Overrides {
  std::vector<InputOverride> inputs;
  std::optional<int64_t> batch;

  bool empty() const { return inputs.empty() && !batch; }
};

struct Reading {
  Overrides overrides{};
  // The versions that read the file; null for the one that wrote it. Keras 3 refuses most old files.
  const Style* reader = nullptr;
  double work = 1;  // ReadOptions::work

  bool by_keras3() const { return reader && reader->table == TableKind::Keras3; }
};

}  // namespace nnsummary
