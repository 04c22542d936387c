// What the commands share: parsing their arguments, reading the file, writing warnings.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/cli.h"
#include "nnsummary/model.h"

namespace nnsummary::cli {

// Parses the arguments. Returns false if nothing is left to be done, after --help or --version, whose text is then in
// `result`. Throws UsageError.
bool parse(CLI::App& app, const std::vector<std::string>& arguments, Result& result);

// A command line that can't be followed.
class UsageError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Other shapes of a model's inputs, as they are written on the command line.
struct OverrideOptions {
  std::vector<std::string> inputs;  // "1,28,28,1", or "image=1,28,28,1"
  std::string batch;                // "" for the model's own
};

void add_file(CLI::App& app, std::string& file);
void add_overrides(CLI::App& app, OverrideOptions& overrides);

// Reads the model in a file; "-", or nothing on a pipe, is stdin. Throws UsageError and ModelError.
Model read_model(const std::string& file, const Environment& environment, const OverrideOptions& overrides = {},
                 const std::string& style = {});

// Appends them to what goes to stderr.
void add_warnings(const std::vector<Diagnostic>& warnings, Result& result);

}  // namespace nnsummary::cli
