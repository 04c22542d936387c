#include "cli/app.h"

#include <fmt/format.h>

namespace nnsummary::cli {

void add_format(CLI::App& app, std::string& format) {
  app.add_option("--format", format, "text or json")->check(CLI::IsMember({"text", "json"}));
}

bool parse(CLI::App& app, const std::vector<std::string>& arguments, Result& result) {
  app.set_version_flag("--version",
                       fmt::format("nnsummary {} (models Keras {})", NNSUMMARY_VERSION, NNSUMMARY_KERAS_VERSION));
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    return true;
  } catch (const CLI::CallForHelp&) {
    result.out = app.help();
  } catch (const CLI::CallForVersion& version) {
    result.out = std::string(version.what()) + "\n";
  } catch (const CLI::ParseError& error) {
    throw UsageError(fmt::format("nnsummary: {}\nRun 'nnsummary --help' for the options.", error.what()));
  }
  return false;
}

Model read_model(const std::string& file, const Environment& environment) {
  if (file.empty() && environment.stdin_columns) {
    throw UsageError("nnsummary: expected a file, or a model on stdin\nRun 'nnsummary --help' for the options.");
  }
  const ReadOptions options{environment.program_folder};
  if (file.empty() || file == "-") return Model::read("<stdin>", environment.read_stdin(), options);
  return Model::open(file, options);
}

void add_warnings(const Summary& summary, Result& result) {
  for (const Diagnostic& warning : summary.warnings) result.err += to_text(warning) + "\n";
}

}  // namespace nnsummary::cli
