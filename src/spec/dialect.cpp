#include "spec/dialect.h"

#include <algorithm>

namespace nnsummary {

void bring_forward(LayerDraft& layer, const Dialect& dialect) {
  const auto change = std::find_if(dialect.classes.begin(), dialect.classes.end(),
                                   [&](const ClassChange& row) { return row.old_name == layer.class_name; });
  const bool changes = change != dialect.classes.end();
  if (changes) layer.class_name = change->name;
  for (const ArgumentChange& row : dialect.arguments) {
    if (!row.classes.empty() && !is_one_of(layer.class_name, row.classes)) continue;
    if (row.name.empty()) {
      layer.config.drop(row.old_name);
    } else {
      layer.config.rename(row.old_name, row.name);
    }
  }
  if (changes && change->mend) change->mend(layer);
  if (dialect.mend) dialect.mend(layer);
}

}  // namespace nnsummary
