#include "nnsummary/layers.h"

#include <fmt/format.h>

#include "cli/app.h"
#include "cli/commands.h"
#include "cli/outputs.h"
#include "nnsummary/error.h"

namespace nnsummary::cli {
namespace {

struct Task {
  Result& result;
  std::string name{};
  bool operations = false;
};

void write_text(Task& task) {
  std::string& out = task.result.out;
  if (task.operations) {
    return render_operations(task.name.empty() ? operations() : find_operations(task.name), out);
  }
  if (task.name.empty()) return render_layers(layers(), out);
  for (const LayerInfo& layer : find_layers(task.name)) describe_layer(layer, out);
}

void write_json(Task& task) {
  std::string& out = task.result.out;
  if (task.operations) {
    return render_operations_json(task.name.empty() ? operations() : find_operations(task.name), out);
  }
  render_layers_json(task.name.empty() ? layers() : find_layers(task.name), out);
}

constexpr Output<Task> kOutputs[] = {
    {"text", {}, false, write_text},
    {"json", {}, false, write_json},
};

}  // namespace

void run_layers(const std::vector<std::string>& arguments, const Environment&, Result& result) {
  Task task{result};
  std::string format;
  CLI::App app("Lists the supported layers, or describes one of them.", "nnsummary layers");
  app.add_option("NAME", task.name, "name of a class, such as Dense");
  app.add_flag("--ops", task.operations, "list the operations of keras.ops instead");
  add_format(app, kOutputs, format);
  if (!parse(app, arguments, result)) return;
  try {
    output_named(kOutputs, format).write(task);
  } catch (const Error& error) {
    throw UsageError(fmt::format("nnsummary: {}", printable(error.what())));
  }
}

}  // namespace nnsummary::cli
