#include "nnsummary/layers.h"

#include <fmt/format.h>

#include "cli/app.h"
#include "cli/commands.h"
#include "nnsummary/error.h"

namespace nnsummary::cli {
namespace {

void list_operations(const std::string& name, bool json, std::string& out) {
  const auto found = name.empty() ? operations() : find_operations(name);
  json ? render_operations_json(found, out) : render_operations(found, out);
}

void list_layers(const std::string& name, bool json, std::string& out) {
  const auto found = name.empty() ? layers() : find_layers(name);
  if (json) return render_layers_json(found, out);
  if (name.empty()) return render_layers(found, out);
  for (const LayerInfo& layer : found) describe_layer(layer, out);
}

}  // namespace

void run_layers(const std::vector<std::string>& arguments, const Environment&, Result& result) {
  std::string name;
  std::string format = "text";
  bool ops = false;
  CLI::App app("Lists the supported layers, or describes one of them.", "nnsummary layers");
  app.add_option("NAME", name, "name of a class, such as Dense");
  app.add_flag("--ops", ops, "list the operations of keras.ops instead");
  add_format(app, format);
  if (!parse(app, arguments, result)) return;
  try {
    ops ? list_operations(name, format == "json", result.out) : list_layers(name, format == "json", result.out);
  } catch (const Error& error) {
    throw UsageError(fmt::format("nnsummary: {}", error.what()));
  }
}

}  // namespace nnsummary::cli
