// The constructor arguments of one layer: the file's values, or the defaults.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/layer_error.h"
#include "document/report.h"
#include "layers/entry.h"

namespace nnsummary {

class Arguments {
 public:
  Arguments() = default;
  // Reads the arguments in `table` from a configuration and ignores all others.
  Arguments(std::span<const Arg> table, const Value& config);

  std::span<const Arg> table() const { return table_; }
  // Returns the value in the file, or null where the default holds.
  const Value* find(std::string_view name) const { return values_[index(name)]; }
  const Value* config() const { return config_; }

  bool is_null(std::string_view name) const;
  bool flag(std::string_view name) const;
  Integer integer(std::string_view name) const;
  double number(std::string_view name) const;
  std::string_view string(std::string_view name) const;
  // Returns the integers of a list; a single integer is repeated to the rule's length.
  std::vector<Integer> tuple(std::string_view name) const;

  // Throws LayerError: "argument 'filters': expected …, found …".
  [[noreturn]] void fail(std::string_view name, std::string_view expected) const;

 private:
  size_t index(std::string_view name) const;
  const Arg& arg(std::string_view name) const { return table_[index(name)]; }

  std::span<const Arg> table_;
  std::vector<const Value*> values_;
  const Value* config_ = nullptr;
};

// Checks a layer's configuration against its table. What Keras refuses is an error. An unknown argument is a warning,
// since a later Keras may know it; so is an unknown name of a function in a file that is `old`.
void check_arguments(const LayerEntry& entry, const Value& config, std::string_view layer, bool old, Report& report);

}  // namespace nnsummary
