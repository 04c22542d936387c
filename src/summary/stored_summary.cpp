#include "summary/stored_summary.h"

#include <algorithm>

#include "layers/entry.h"
#include "spec/auto_names.h"
#include "summary/stored_layers.h"

namespace nnsummary {
namespace {

constexpr std::string_view kUnknown = "?";

// Returns the built-in class that a group is named after, or "" if there is none.
std::string_view class_of(std::string_view group) {
  const std::string_view without_number = group.substr(0, group.find_last_not_of("0123456789") + 1);
  const std::string_view base =
      without_number.ends_with('_') ? without_number.substr(0, without_number.size() - 1) : group;
  if (base == "functional") return "Functional";
  if (base == "sequential") return "Sequential";
  for (const LayerEntry* entry : all_layers()) {
    const std::string_view name = entry->printed_name();
    const std::string snake = snake_case(name);
    if (snake == base || snake == group) return name;
  }
  return kUnknown;
}

class Rows {
 public:
  Rows(bool by_object, bool with_weights) : by_object_(by_object), with_weights_(with_weights) {}

  // Adds a row for a group that is a layer; a group that only lists layers adds their rows. With `classes`, groups are
  // named after classes, otherwise after attributes.
  void add(const StoredLayer& layer, bool classes, const std::string& prefix, std::vector<LayerSummary>& rows) const {
    if (!layer.is_object && layer.weights.empty()) return add_children(layer, prefix, rows);
    LayerSummary& row = rows.emplace_back();
    row.name = layer.name.empty() ? layer.group : layer.name;
    row.path = prefix + row.name;
    row.class_name = row.keras3_class = classes && by_object_ ? class_of(layer.group) : kUnknown;
    row.known = false;
    row.params = layer.params();
    row.bits = bits_of(layer);
    row.stored_bytes = layer.bytes();
    row.has_weights = !(*row.params == Count(0));
    if (with_weights_) row.weights = stored_weights_of(layer);
    add_children(layer, row.path + "/", row.layers);
    row.is_model = !row.layers.empty();
  }

  void add_children(const StoredLayer& layer, const std::string& prefix, std::vector<LayerSummary>& rows) const {
    const StoredLayer* listed = layers_of(layer);
    for (const StoredLayer& child : layer.children) {
      if (&child != listed) add(child, !layer.is_object, prefix, rows);
    }
    if (!listed) return;
    for (const StoredLayer& child : listed->children) add(child, true, prefix, rows);
  }

 private:
  bool by_object_;
  bool with_weights_;
};

void append_weights(const StoredLayer& layer, size_t prefix, std::vector<WeightSummary>& out) {
  for (const StoredWeight& weight : layer.weights) {
    WeightSummary& result = out.emplace_back();
    result.path = weight.path.substr(std::min(prefix, weight.path.size()));
    for (const uint64_t size : weight.shape) result.shape.push_back(static_cast<int64_t>(size));
    result.dtype = parse_dtype(weight.dtype).value_or(DType::String);
    result.trainable = std::nullopt;
    result.params = weight.params();
  }
  for (const StoredLayer& child : layer.children) append_weights(child, prefix, out);
}

std::string_view first_path(const StoredLayer& layer) {
  if (!layer.weights.empty()) return layer.weights.front().path;
  for (const StoredLayer& child : layer.children) {
    if (const std::string_view path = first_path(child); !path.empty()) return path;
  }
  return {};
}

// Returns the length of the part of the paths that leads to the layer itself.
size_t prefix_of(const StoredLayer& layer) {
  const std::string_view path = first_path(layer);
  const std::string step = layer.group + "/";
  if (path.starts_with(step)) return step.size();
  const size_t found = path.find("/" + step);
  return found == std::string_view::npos ? 0 : found + 1 + step.size();
}

}  // namespace

std::vector<WeightSummary> stored_weights_of(const StoredLayer& layer) {
  std::vector<WeightSummary> result;
  append_weights(layer, prefix_of(layer), result);
  return result;
}

Count bits_of(const std::vector<StoredWeight>& weights) {
  Count result;
  for (const StoredWeight& weight : weights) {
    const auto dtype = parse_dtype(weight.dtype);
    if (dtype) result += weight.params() * bits(*dtype);
  }
  return result;
}

Count bits_of(const StoredLayer& layer) {
  Count result = bits_of(layer.weights);
  for (const StoredLayer& child : layer.children) result += bits_of(child);
  return result;
}

Summary summarize_stored(const Model::Contents& contents, const SummarizeOptions& options) {
  const StoredWeights& stored = *contents.file.stored;
  const Value& root = contents.document().root();
  Report report = contents.report;
  Summary result;
  result.extras = options.extras | Extras();
  result.complete = false;
  const Value* config = root.find("config");
  const std::string_view name = config ? config->string_of("name", stored.model) : std::string_view(stored.model);
  result.class_name = result.keras3_class = root.string_of("class_name", kUnknown);
  // Keras names a model without a name after its class.
  const bool has_class = result.class_name != kUnknown;
  result.name = !name.empty() ? std::string(name)
                : has_class   ? snake_case(result.class_name)
                              : contents.document().file();
  const bool by_object = stored.layout == StoredWeights::Layout::ByObject;
  Rows(by_object, result.extras.weights).add_children(stored.root, "", result.layers);
  result.totals.undecided = stored.root.params();
  result.totals.undecided_bits = bits_of(stored.root);
  result.stored_bytes = stored.root.bytes();
  if (!stored.optimizer.empty()) {
    result.totals.optimizer = Count(0);
    for (const StoredWeight& weight : stored.optimizer) *result.totals.optimizer += weight.params();
    result.totals.optimizer_bits = bits_of(stored.optimizer);
  }
  const bool weights_alone = root.is_null();
  report.warn(nullptr, {result.name, weights_alone ? std::string_view() : std::string_view(result.class_name)},
              "no-graph",
              weights_alone
                  ? "the file holds weights but no model: the table lists the stored weights by layer; it isn't known "
                    "which of them are trained"
                  : "its layers are in code, not in the file: the table lists the stored weights by layer; it isn't "
                    "known which of them are trained");
  if (options.strict) report.throw_warnings();
  result.warnings = report.diagnostics();
  return result;
}

}  // namespace nnsummary
