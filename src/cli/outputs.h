// The outputs of a command: a table with a row for each --format.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "cli/app.h"

namespace nnsummary::cli {

// What a command does for one --format. `Task` is what the command knows by then.
template <typename Task>
struct Output {
  std::string_view name;
  Extras extras;             // what it needs of the Summary
  bool follows_table;        // the options that lay a table out apply to it
  void (*write)(Task& task);  // appends to the result
};

// Adds the option --format, with the names of the table; the first is the default.
template <typename Task>
void add_format(CLI::App& app, std::span<const Output<Task>> outputs, std::string& format) {
  std::vector<std::string> names;
  for (const Output<Task>& output : outputs) names.emplace_back(output.name);
  std::string help;
  for (const std::string& name : names) help += (help.empty() ? "" : name == names.back() ? " or " : ", ") + name;
  format = names.front();
  app.add_option("--format", format, help)->check(CLI::IsMember(names));
}

template <typename Task>
const Output<Task>& output_named(std::span<const Output<Task>> outputs, std::string_view name) {
  return *std::find_if(outputs.begin(), outputs.end(), [name](const Output<Task>& o) { return o.name == name; });
}

}  // namespace nnsummary::cli
