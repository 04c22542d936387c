// The program, but for the process it runs in: arguments and environment in, text and exit status out.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nnsummary::cli {

// What the process that runs us is surrounded by. A stream has columns only if it is a terminal.
struct Environment {
  std::map<std::string, std::string, std::less<>> variables;  // those that we read: COLUMNS, LINES, TERM, …
  std::optional<int> stdin_columns;
  std::optional<int> stdout_columns;
  std::optional<int> stderr_columns;
  std::function<std::string()> read_stdin;  // all of it; throws std::runtime_error
  std::string container_program = {};       // the path of nnsummary-container; "" for where it is installed
};

// Exit statuses, as `diff` and `grep` have them.
enum Status { kDone = 0, kFinding = 1, kTrouble = 2 };

struct Result {
  int status = kDone;
  std::string out;
  std::string err;
};

// `arguments` without the program's name. Doesn't throw; on kTrouble `out` is empty.
Result run(const std::vector<std::string>& arguments, const Environment& environment);

}  // namespace nnsummary::cli
