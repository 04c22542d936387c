#include "cli/cli.h"

#include "cli/app.h"
#include "cli/commands.h"
#include "nnsummary/error.h"
#include "nnsummary/render.h"

namespace nnsummary::cli {
namespace {

constexpr Command kCommands[] = {
    {"", "print the summary of a model", run_summary},
    {"explain", "show each weight of a layer with its shape, formula and count", run_explain},
    {"verify", "compare the weights stored in a file with those of its model", run_verify},
    {"convert", "print the model as Keras 3 JSON", run_convert},
    {"layers", "list the supported layers, or describe one of them", run_layers},
};

const Command& command_of(const std::vector<std::string>& arguments) {
  for (const Command& command : kCommands) {
    if (!arguments.empty() && !command.name.empty() && arguments.front() == command.name) return command;
  }
  return kCommands[0];
}

std::string all_of(const ModelError& error) {
  std::string result;
  for (const Diagnostic& diagnostic : error.diagnostics()) result += to_text(diagnostic) + "\n";
  return result;
}

}  // namespace

std::span<const Command> commands() { return kCommands; }

// The only place that turns exceptions into exit statuses.
Result run(const std::vector<std::string>& arguments, const Environment& environment) {
  Result result;
  const auto trouble = [&result](const std::string& message) {
    result.status = kTrouble;
    result.out.clear();
    result.err += message;
  };
  try {
    const Command& command = command_of(arguments);
    const auto own = arguments.begin() + (command.name.empty() ? 0 : 1);
    command.run({own, arguments.end()}, environment, result);
  } catch (const ModelError& error) {
    trouble(all_of(error));
  } catch (const UsageError& error) {
    trouble(std::string(error.what()) + "\n");
  } catch (const std::exception& error) {
    trouble("nnsummary: error: " + printable(error.what()) + "\n");
  }
  return result;
}

}  // namespace nnsummary::cli
