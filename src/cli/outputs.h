// Outputs of a command: a table with one row per --format.
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

#include "cli/app.h"

namespace nnsummary::cli {

// The output for one --format. `Task` holds the command's options and results.
template <typename Task>
struct Output {
  std::string_view name;
  Extras extras;              // the parts of a Summary that it needs
  bool follows_table;         // accepts the options for the layout of a table
  void (*write)(Task& task);  // appends the output to the result
};

// Adds the option --format with the names in the table. The first is the default.
template <typename Task, size_t n>
void add_format(CLI::App& app, const Output<Task> (&outputs)[n], std::string& format) {
  std::vector<std::string> names;
  for (const Output<Task>& output : outputs) names.emplace_back(output.name);
  std::string help;
  for (const std::string& name : names) help += (help.empty() ? "" : name == names.back() ? " or " : ", ") + name;
  format = names.front();
  app.add_option("--format", format, help)->check(CLI::IsMember(names));
}

template <typename Task, size_t n>
const Output<Task>& output_named(const Output<Task> (&outputs)[n], std::string_view name) {
  return *std::find_if(std::begin(outputs), std::end(outputs), [name](const auto& o) { return o.name == name; });
}

}  // namespace nnsummary::cli
