// The constructor arguments of one layer: values of the file where it gives them, defaults where it doesn't.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "document/report.h"
#include "nnsummary/entry.h"

namespace nnsummary {

// What a layer refuses: thrown by entries and by Call, caught by the walk, which adds the layer's name and place.
struct LayerError {
  std::string message;
  const Value* where = nullptr;  // the argument it is about, if one
};

class Arguments {
 public:
  Arguments() = default;
  // Takes what `table` names from a configuration; what else it has is left alone.
  Arguments(std::span<const Arg> table, const Value& config);

  std::span<const Arg> table() const { return table_; }
  // The value in the file; null where the default holds.
  const Value* find(std::string_view name) const { return values_[index(name)]; }
  const Value* config() const { return config_; }

  bool is_null(std::string_view name) const;
  bool flag(std::string_view name) const;
  int64_t integer(std::string_view name) const;
  double number(std::string_view name) const;
  std::string_view text(std::string_view name) const;
  // The integers of a list; a single integer, as many times as the argument's rule says.
  std::vector<int64_t> tuple(std::string_view name) const;

  // Refuses the value of an argument: "filters: expected …, found …".
  [[noreturn]] void fail(std::string_view name, std::string_view expected) const;

 private:
  size_t index(std::string_view name) const;
  const Arg& arg(std::string_view name) const { return table_[index(name)]; }

  std::span<const Arg> table_;
  std::vector<const Value*> values_;
  const Value* config_ = nullptr;
};

// Holds a layer's configuration against its table. What Keras refuses is an error; what only this version of it doesn't
// know is a warning, and so is any name of a function in a file that is `old`.
void check_arguments(const LayerEntry& entry, const Value& config, std::string_view layer, bool old, Report& report);

}  // namespace nnsummary
