#include "cli/app.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace nnsummary::cli {
namespace {

std::string reason() { return std::strerror(errno); }

std::string read_file(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) throw UsageError(fmt::format("{}: can't be opened: {}", path, reason()));
  std::string result;
  constexpr size_t kBlock = size_t{1} << 16;
  for (size_t read = kBlock; read == kBlock;) {
    const size_t before = result.size();
    result.resize(before + kBlock);
    read = std::fread(result.data() + before, 1, kBlock, file.get());
    result.resize(before + read);
  }
  if (std::ferror(file.get())) throw UsageError(fmt::format("{}: can't be read: {}", path, reason()));
  return result;
}

}  // namespace

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
  if (file.empty() || file == "-") return Model::read("<stdin>", environment.read_stdin());
  return Model::read(file, read_file(file));
}

void add_warnings(const Summary& summary, Result& result) {
  for (const Diagnostic& warning : summary.warnings) result.err += to_text(warning) + "\n";
}

}  // namespace nnsummary::cli
