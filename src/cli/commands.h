#pragma once

#include <span>
#include <string_view>

#include "cli/cli.h"

namespace nnsummary::cli {

struct Command {
  std::string_view name;  // the first argument; empty for the summary
  std::string_view doc;   // one line
  void (*run)(const std::vector<std::string>& arguments, const Environment& environment, Result& result);
};

// Returns the commands; the summary is the first.
std::span<const Command> commands();

void run_summary(const std::vector<std::string>& arguments, const Environment& environment, Result& result);
void run_explain(const std::vector<std::string>& arguments, const Environment& environment, Result& result);
void run_verify(const std::vector<std::string>& arguments, const Environment& environment, Result& result);
void run_convert(const std::vector<std::string>& arguments, const Environment& environment, Result& result);
void run_layers(const std::vector<std::string>& arguments, const Environment& environment, Result& result);

}  // namespace nnsummary::cli
