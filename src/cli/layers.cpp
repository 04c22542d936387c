#include <fmt/format.h>

#include "base/nearest.h"
#include "cli/app.h"
#include "cli/commands.h"
#include "nnsummary/explain.h"
#include "nnsummary/render.h"

namespace nnsummary::cli {
namespace {

// The entries of that name, or all: classes of different modules may share one.
template <typename Entry>
std::vector<const Entry*> named(const std::vector<const Entry*>& all, const std::string& name, std::string_view what) {
  if (name.empty()) return all;
  std::vector<const Entry*> result;
  std::vector<std::string_view> names;
  for (const Entry* entry : all) {
    names.push_back(entry->name);
    if (entry->name == name) result.push_back(entry);
  }
  if (result.empty()) {
    throw UsageError(fmt::format("nnsummary: no {} is called '{}'{}", what, name, did_you_mean(name, names)));
  }
  return result;
}

void describe(const LayerEntry& entry, std::string& out) {
  render_layer(entry, out);
  if (const auto example = example_of(entry)) {
    out += "Weights:\n";
    explain_words(*example, out);
  }
}

}  // namespace

void run_layers(const std::vector<std::string>& arguments, const Environment&, Result& result) {
  std::string name;
  std::string format = "text";
  bool ops = false;
  CLI::App app("Lists the layers that are known, or the arguments of one.", "nnsummary layers");
  app.add_option("NAME", name, "name of a class, as Dense");
  app.add_flag("--ops", ops, "the operations of keras.ops instead");
  add_format(app, format);
  if (!parse(app, arguments, result)) return;

  if (ops) {
    const auto entries = named(all_ops(), name, "operation");
    return format == "json" ? render_ops_json(entries, result.out) : render_ops(entries, result.out);
  }
  const auto layers = named(all_layers(), name, "layer");
  if (format == "json") return render_layers_json(layers, result.out);
  if (name.empty()) return render_layer_list(layers, result.out);
  for (const LayerEntry* entry : layers) describe(*entry, result.out);
}

}  // namespace nnsummary::cli
