// What the commands share: parsing their arguments, reading the file, writing warnings.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/cli.h"
#include "nnsummary/model.h"

namespace nnsummary::cli {

// The option that every command has: "text" or "json".
void add_format(CLI::App& app, std::string& format);

// Parses; false where nothing is left to be done (--help, --version), with the text in `result`. Throws UsageError.
bool parse(CLI::App& app, const std::vector<std::string>& arguments, Result& result);

// A command line that can't be followed.
class UsageError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Reads the model in a file; "-", or nothing on a pipe, is stdin. Throws UsageError and ModelError.
Model read_model(const std::string& file, const Environment& environment);

void add_warnings(const Summary& summary, Result& result);

}  // namespace nnsummary::cli
