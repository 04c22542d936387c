// Shared by the commands: parsing arguments, reading files, writing warnings.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/cli.h"
#include "nnsummary/model.h"

namespace nnsummary::cli {

// Parses the arguments. Returns false after --help or --version, whose text is then in `result`. Throws UsageError.
bool parse(CLI::App& app, const std::vector<std::string>& arguments, Result& result);

// An invalid command line.
class UsageError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Input shapes from the command line that replace the model's.
struct OverrideOptions {
  std::vector<std::string> inputs;  // "1,28,28,1", or "image=1,28,28,1"
  std::string batch;                // "": keep the model's
};

void add_file(CLI::App& app, std::string& file);
void add_overrides(CLI::App& app, OverrideOptions& overrides);

// Reads a model from a file, or from stdin for "-" and for "" if stdin is a pipe. Throws UsageError and ModelError.
Model read_model(const std::string& file, const Environment& environment, const OverrideOptions& overrides = {},
                 const std::string& style = {});

// Appends warnings to the text for stderr.
void add_warnings(const std::vector<Diagnostic>& warnings, Result& result);

}  // namespace nnsummary::cli
