#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "cli/app.h"
#include "cli/commands.h"
#include "layers/describe.h"

namespace nnsummary::cli {

void run_layers(const std::vector<std::string>& arguments, const Environment&, Result& result) {
  std::string name;
  CLI::App app("Lists the layers that are known, or the arguments of one.", "nnsummary layers");
  app.add_option("NAME", name, "name of a class, as Dense");
  if (!parse(app, arguments, result)) return;

  if (name.empty()) {
    result.out = list_layers();
    return;
  }
  const auto all = all_layers();
  const auto found = std::find_if(all.begin(), all.end(), [&](const LayerEntry* entry) { return entry->name == name; });
  if (found == all.end()) {
    std::vector<std::string_view> names;
    for (const LayerEntry* entry : all) names.push_back(entry->name);
    throw UsageError(fmt::format("nnsummary: no layer is called '{}'{}", name, did_you_mean(name, names)));
  }
  result.out = describe_layer(**found);
}

}  // namespace nnsummary::cli
