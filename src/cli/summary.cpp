#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>

#include "cli/app.h"
#include "cli/commands.h"
#include "cli/outputs.h"
#include "cli/terminal.h"
#include "nnsummary/error.h"
#include "nnsummary/json.h"
#include "nnsummary/render.h"

namespace nnsummary::cli {
namespace {

std::string footer() {
  std::string result = "Commands (see 'nnsummary COMMAND --help'):\n";
  for (const Command& command : commands().subspan(1)) result += fmt::format("  {:12}{}\n", command.name, command.doc);
  return result + "\nExit status: 0 success, 1 differences (verify), 2 error (usage, unreadable file, invalid model).";
}

std::vector<double> numbers(std::string_view option, std::string_view list) {
  std::vector<double> result;
  while (!list.empty()) {
    const size_t end = std::min(list.find(','), list.size());
    double number = 0;
    const auto [stop, error] = std::from_chars(list.data(), list.data() + end, number);
    if (error != std::errc() || stop != list.data() + end) {
      throw UsageError(fmt::format("nnsummary: {}: expected numbers separated by commas, found '{}'", option,
                                   printable(list.substr(0, end))));
    }
    result.push_back(number);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return result;
}

std::vector<std::string> style_names() {
  std::vector<std::string> result = {"keras1", "keras2"};
  for (const StyleInfo& style : styles()) result.emplace_back(style.name);
  return result;
}

ColorWhen color_when(std::string_view text) {
  return text == "always" ? ColorWhen::Always : text == "never" ? ColorWhen::Never : ColorWhen::Auto;
}

// One run of the command: its options, then the model and its Summary.
struct Task {
  const Environment& environment;
  Result& result;
  std::string range{};
  std::string style{};
  std::string color = "auto";
  TextOptions text{};
  Summary summary{};
};

void write_text(Task& task) {
  const Environment& environment = task.environment;
  TextOptions& text = task.text;
  if (!task.range.empty()) {
    try {
      std::tie(text.first_layer, text.last_layer) = layer_range(task.summary, task.range);
    } catch (const OptionError& error) {
      throw UsageError(fmt::format("nnsummary: --layer-range: {}", printable(error.what())));
    }
  }
  const ColorWhen when = color_when(task.color);
  text.layout_columns = layout_columns(environment);
  text.console_columns = console_columns(environment, when);
  text.coloring = coloring(environment, when);
  text.escape_controls = environment.stdout_columns.has_value();
  render(task.summary, task.style, text, task.result.out);
}

void write_json(Task& task) { render_json(task.summary, task.result.out); }

constexpr Output<Task> kOutputs[] = {
    {"text", {}, true, write_text},
    {"json", json_extras(), false, write_json},
};

// Refuses options for the layout of a table if the output isn't a table.
void check_table_options(const CLI::App& app, std::string_view format) {
  for (const char* name : {"--line-length", "--positions", "--expand-nested", "--show-trainable", "--layer-range"}) {
    if (app.count(name) == 0) continue;
    throw UsageError(
        fmt::format("nnsummary: {} changes the layout of the table: expected --format text, found {}", name, format));
  }
}

}  // namespace

void run_summary(const std::vector<std::string>& arguments, const Environment& environment, Result& result) {
  std::string file;
  OverrideOptions overrides;
  std::string format;
  std::string positions;
  int64_t line_length = 0;
  bool strict = false;
  Task task{environment, result};
  CLI::App app("Prints what Keras's model.summary() prints for a model, without Python.", "nnsummary");
  app.footer(footer());
  add_file(app, file);
  app.add_option("--line-length", line_length, "width of the table in cells; 0: Keras's default")->type_name("N");
  app.add_option("--positions", positions, "ends of the columns, as fractions of the width")->type_name("P,P,…");
  app.add_flag("--expand-nested", task.text.expand_nested, "show the layers of nested models");
  app.add_flag("--show-trainable", task.text.show_trainable, "show whether a layer is trainable");
  app.add_option("--layer-range", task.range, "show only the layers from START to END, two regular expressions")
      ->type_name("START,END");
  app.add_option("--style", task.style,
                 "print the table of another version of Keras: keras1, keras2.0.4, tf2.13, keras3, …")
      ->check(CLI::IsMember(style_names()));
  add_format(app, kOutputs, format);
  app.add_option("--color", task.color, "when to use colors; auto: as the terminal supports them")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  add_overrides(app, overrides);
  app.add_flag("--strict", strict, "treat warnings as errors");
  if (!parse(app, arguments, result)) return;

  const Output<Task>& output = output_named(kOutputs, format);
  if (!output.follows_table) check_table_options(app, format);
  task.text.positions = numbers("--positions", positions);
  if (line_length != 0) task.text.line_length = line_length;
  const Model model = read_model(file, environment, overrides, task.style);
  if (task.style.empty()) task.style = style_of(model.keras());
  const Extras extras = output.follows_table ? style_extras(task.style) : output.extras;
  task.summary = summarize(model, {.extras = extras, .strict = strict});
  output.write(task);
  // An error explains itself.
  add_warnings(task.summary.warnings, result);
}

}  // namespace nnsummary::cli
