#include "nnsummary/explain.h"

#include "cli/app.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "nnsummary/render.h"

namespace nnsummary::cli {

void run_explain(const std::vector<std::string>& arguments, const Environment& environment, Result& result) {
  std::string file;
  std::string format = "text";
  std::vector<std::string> layers;
  SummarizeOptions wanted{.weights = true, .macs = true, .formulas = true};
  CLI::App app("Shows each weight of a layer with its shape, its formula and its count.", "nnsummary explain");
  app.add_option("FILE", file, "Keras 3 JSON; '-', or nothing on a pipe, is stdin");
  app.add_option("LAYER", layers, "names of layers; all of them if none is given");
  add_format(app, format);
  app.add_flag("--strict", wanted.strict, "refuse what is otherwise warned of");
  if (!parse(app, arguments, result)) return;

  const Model model = read_model(file, environment);
  Summary summary = summarize(model, wanted);
  add_warnings(summary, result);
  std::vector<LayerSummary> selected = select_layers(summary, layers);
  if (format == "json") {
    summary.layers = std::move(selected);
    return render_json(summary, result.out);
  }
  explain(selected, result.out);
  if (environment.stdout_columns) result.out = shown_on_terminal(result.out);
}

}  // namespace nnsummary::cli
