#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>

#include "cli/app.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "nnsummary/render.h"
#include "render/styles.h"
#include "summary/layer_range.h"

namespace nnsummary::cli {
namespace {

std::string footer() {
  std::string result = "Commands (see 'nnsummary COMMAND --help'):\n";
  for (const Command& command : commands().subspan(1)) result += fmt::format("  {:12}{}\n", command.name, command.doc);
  return result + "\nExit status: 0 done, 1 a finding, 2 trouble (usage, unreadable file, invalid model).";
}

std::vector<double> numbers(std::string_view option, std::string_view list) {
  std::vector<double> result;
  while (!list.empty()) {
    const size_t end = std::min(list.find(','), list.size());
    double number = 0;
    const auto [stop, error] = std::from_chars(list.data(), list.data() + end, number);
    if (error != std::errc() || stop != list.data() + end) {
      throw UsageError(fmt::format("nnsummary: {}: expected numbers with commas between them, found '{}'", option,
                                   list.substr(0, end)));
    }
    result.push_back(number);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return result;
}

void select_rows(const Summary& summary, const std::string& range, TextOptions& text) {
  try {
    std::tie(text.first_layer, text.last_layer) = layer_range(summary, range);
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("nnsummary: --layer-range: {}", error.what()));
  }
}

std::vector<std::string> style_names() {
  std::vector<std::string> result = {"keras1", "keras2", "keras3"};
  for (const Style& style : styles()) result.emplace_back(style.name);
  return result;
}

// Null stands for the table of Keras 3; without a name, the style is that of the Keras that wrote the model.
const Style* style_named(const std::string& name, const Origin& origin) {
  return name.empty() ? style_of(origin) : find_style(name);
}

ColorWhen color_when(std::string_view text) {
  return text == "always" ? ColorWhen::Always : text == "never" ? ColorWhen::Never : ColorWhen::Auto;
}

void show_controls(Structure<Shape>& shapes) {
  for (std::string& key : shapes.keys) key = shown_on_terminal(key);
  for (Structure<Shape>& item : shapes.items) show_controls(item);
}

void show_controls(std::vector<LayerSummary>& layers) {
  for (LayerSummary& layer : layers) {
    layer.name = shown_on_terminal(layer.name);
    layer.class_name = shown_on_terminal(layer.class_name);
    layer.written_class = shown_on_terminal(layer.written_class);
    if (layer.output_shape) show_controls(*layer.output_shape);
    for (Structure<Shape>& output : layer.call_outputs) show_controls(output);
    for (Connection& from : layer.connected_to) from.layer = shown_on_terminal(from.layer);
    show_controls(layer.layers);
  }
}

}  // namespace

void run_summary(const std::vector<std::string>& arguments, const Environment& environment, Result& result) {
  std::string file;
  OverrideOptions overrides;
  std::string format = "text";
  std::string range;
  std::string positions;
  std::string style_name;
  std::string color = "auto";
  TextOptions text;
  SummarizeOptions wanted;
  int64_t line_length = 0;
  CLI::App app("Prints what Keras's model.summary() prints for a model, without Python.", "nnsummary");
  app.footer(footer());
  add_file(app, file);
  app.add_option("--line-length", line_length, "width of the table in cells; 0: Keras's own")->type_name("N");
  app.add_option("--positions", positions, "relative ends of the columns")->type_name("P,P,…");
  app.add_flag("--expand-nested", text.expand_nested, "show the layers of nested models");
  app.add_flag("--show-trainable", text.show_trainable, "show whether a layer is trainable");
  app.add_option("--layer-range", range, "only these layers, two regular expressions")->type_name("START,END");
  app.add_option("--style", style_name, "the table of an older Keras, as keras1, keras2.0.4 or tf2.13; keras3: its own")
      ->check(CLI::IsMember(style_names()));
  add_format(app, format);
  app.add_option("--color", color, "whether to write colours; auto: as the terminal has them")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  add_overrides(app, overrides);
  app.add_flag("--strict", wanted.strict, "refuse what is otherwise warned of");
  if (!parse(app, arguments, result)) return;

  text.positions = numbers("--positions", positions);
  const bool json = format == "json";
  wanted.weights = json;
  wanted.macs = json;
  Model model = read_model(file, environment, overrides);
  // Where Keras 3 refuses the file, it is printed as the same model written today.
  if (!json && style_name == "keras3" && model.origin().version != 0) model.read_as_keras3();
  // JSON lists what the table that goes with the file does.
  const Style* style = style_named(json ? std::string() : style_name, model.origin());
  wanted.calls = style != nullptr;
  wanted.weights |= wanted.calls;
  Summary summary = summarize(model, wanted);
  add_warnings(summary, result);
  if (json) return render_json(summary, result.out);
  if (!range.empty()) select_rows(summary, range, text);
  if (line_length != 0) text.line_length = line_length;
  if (environment.stdout_columns) {
    summary.name = shown_on_terminal(summary.name);
    show_controls(summary.layers);
  }
  text.layout_columns = layout_columns(environment);
  const ColorWhen when = color_when(color);
  text.console_columns = console_columns(environment, when);
  text.coloring = coloring(environment, when);
  if (style) {
    render_rows(summary, *style, text, result.out);
  } else {
    render_keras3(summary, text, result.out);
  }
}

}  // namespace nnsummary::cli
