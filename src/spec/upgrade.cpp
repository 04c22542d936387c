#include "spec/upgrade.h"

#include <algorithm>

#include "base/alternatives.h"

namespace nnsummary {

void apply(const Upgrade& upgrade, LayerDraft& layer) {
  const auto change = std::find_if(upgrade.classes.begin(), upgrade.classes.end(),
                                   [&](const ClassChange& row) { return row.old_name == layer.class_name; });
  const bool changes = change != upgrade.classes.end();
  if (changes) layer.class_name = change->name;
  for (const ArgumentChange& row : upgrade.arguments) {
    if (!row.classes.empty() && !is_one_of(layer.class_name, row.classes)) continue;
    if (row.name.empty()) {
      layer.config.drop(row.old_name);
    } else {
      layer.config.rename(row.old_name, row.name);
    }
  }
  if (changes && change->fix) change->fix(layer);
  if (upgrade.fix) upgrade.fix(layer);
}

}  // namespace nnsummary
