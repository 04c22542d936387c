// The program without its process: takes arguments and environment, returns output and exit status.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nnsummary/model.h"

namespace nnsummary::cli {

// The environment of the process. A stream has columns only if it is a terminal.
struct Environment {
  std::map<std::string, std::string, std::less<>> variables;  // those that the program reads: COLUMNS, LINES, TERM, …
  std::optional<int> stdin_columns;
  std::optional<int> stdout_columns;
  std::optional<int> stderr_columns;
  std::function<Model(const ReadOptions& options)> read_stdin;  // throws as Model::open()
  std::string container_program = {};                           // path of nnsummary-container; "" for the installed one
};

// Exit statuses, as in diff and grep.
enum Status { kDone = 0, kFinding = 1, kTrouble = 2 };

struct Result {
  int status = kDone;
  std::string out;
  std::string err;
};

// Runs a command. `arguments` don't include the program's name. Doesn't throw; on kTrouble, `out` is empty.
Result run(const std::vector<std::string>& arguments, const Environment& environment);

}  // namespace nnsummary::cli
