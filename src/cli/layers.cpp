#include <fmt/format.h>

#include "base/nearest.h"
#include "cli/app.h"
#include "cli/commands.h"
#include "nnsummary/explain.h"
#include "nnsummary/render.h"

namespace nnsummary::cli {
namespace {

// The entries of that name: classes of different modules may share one.
std::vector<const LayerEntry*> named(const std::vector<const LayerEntry*>& all, const std::string& name) {
  std::vector<const LayerEntry*> result;
  std::vector<std::string_view> names;
  for (const LayerEntry* entry : all) {
    names.push_back(entry->name);
    if (entry->name == name) result.push_back(entry);
  }
  if (result.empty()) {
    throw UsageError(fmt::format("nnsummary: no layer is called '{}'{}", name, did_you_mean(name, names)));
  }
  return result;
}

}  // namespace

void run_layers(const std::vector<std::string>& arguments, const Environment&, Result& result) {
  std::string name;
  std::string format = "text";
  CLI::App app("Lists the layers that are known, or the arguments of one.", "nnsummary layers");
  app.add_option("NAME", name, "name of a class, as Dense");
  add_format(app, format);
  if (!parse(app, arguments, result)) return;

  std::vector<const LayerEntry*> layers = all_layers();
  if (!name.empty()) layers = named(layers, name);
  if (format == "json") return render_layers_json(layers, result.out);
  if (name.empty()) return render_layer_list(layers, result.out);
  for (const LayerEntry* entry : layers) {
    render_layer(*entry, result.out);
    if (const auto example = example_of(*entry)) {
      result.out += "Weights:\n";
      explain_words(*example, result.out);
    }
  }
}

}  // namespace nnsummary::cli
