#include "nnsummary/explain.h"

#include "cli/app.h"
#include "cli/commands.h"
#include "cli/outputs.h"
#include "nnsummary/json.h"

namespace nnsummary::cli {
namespace {

struct Task {
  const Environment& environment;
  Result& result;
  Summary summary{};
  std::vector<LayerSummary> selected{};
};

void write_text(Task& task) {
  const auto& columns = task.environment.stdout_columns;
  explain(task.selected, {.columns = columns.value_or(0), .escape_controls = columns.has_value()}, task.result.out);
}

// Writes the whole Summary as JSON, but only the selected layers.
void write_json(Task& task) {
  task.summary.layers = std::move(task.selected);
  render_json(task.summary, task.result.out);
}

constexpr Output<Task> kOutputs[] = {
    {"text", {}, false, write_text},
    {"json", json_extras(), false, write_json},
};

}  // namespace

void run_explain(const std::vector<std::string>& arguments, const Environment& environment, Result& result) {
  std::string file;
  OverrideOptions overrides;
  std::string format;
  std::vector<std::string> layers;
  bool strict = false;
  CLI::App app("Shows each weight of a layer with its shape, its formula and its count.", "nnsummary explain");
  add_file(app, file);
  app.add_option("LAYER", layers, "layers by path, name, class or glob ('encoder/*'); default: all layers");
  add_format(app, kOutputs, format);
  add_overrides(app, overrides);
  app.add_flag("--strict", strict, "treat warnings as errors");
  if (!parse(app, arguments, result)) return;

  const Output<Task>& output = output_named(kOutputs, format);
  const Model model = read_model(file, environment, overrides);
  Task task{environment, result};
  task.summary = summarize(model, {.extras = explain_extras() | output.extras, .strict = strict});
  add_warnings(task.summary.warnings, result);
  task.selected = select_layers(task.summary, layers);
  output.write(task);
}

}  // namespace nnsummary::cli
