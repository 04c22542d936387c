#include "nnsummary/verify.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_set>

#include "layers/entry.h"
#include "summary/contents.h"
#include "summary/stored_layers.h"
#include "verify/match.h"

namespace nnsummary {
namespace {

class Verifier {
 public:
  Verifier(const StoredWeights& stored, Verification& result) : stored_(stored), result_(result) {}

  void layers(const std::vector<LayerSummary>& layers, StoredLayers stored);
  // Adds a mismatch for each weight in a group that belongs to no layer of the model.
  void unexpected_in(const StoredLayer& layer);

 private:
  void layer(const LayerSummary& layer, const StoredLayer* stored);
  std::vector<const WeightSummary*> own_weights(const LayerSummary& layer);
  bool by_object() const { return stored_.layout == StoredWeights::Layout::ByObject; }

  const StoredWeights& stored_;
  Verification& result_;
  std::unordered_set<uint32_t> seen_;
};

// Returns the weights to look for in the layer's group: by object, a shared weight is stored only with the first layer.
std::vector<const WeightSummary*> Verifier::own_weights(const LayerSummary& layer) {
  std::vector<const WeightSummary*> result;
  for (const WeightSummary& weight : layer.weights) {
    if (seen_.insert(weight.id).second || !by_object()) result.push_back(&weight);
  }
  return result;
}

bool is_inferred(const LayerSummary& layer) {
  const auto is_known = [](const WeightSummary& weight) { return weight.trainable.has_value(); };
  return layer.known && layer.params && std::all_of(layer.weights.begin(), layer.weights.end(), is_known);
}

void Verifier::layer(const LayerSummary& layer, const StoredLayer* stored) {
  if (stored && !stored->name.empty() && stored->name != layer.name) {
    result_.mismatches.push_back({Fault::Name, layer.name, "", layer.name, stored->name + " in " + stored->group});
  }
  if (layer.is_model && by_object()) return layers(layer.layers, StoredLayers(&stored_, stored));
  if (!is_inferred(layer)) {
    result_.unverified.push_back(layer.name);
    return;
  }
  const LayerEntry* entry = find_layer(layer.keras3_class);
  if (stored && by_object() && entry && entry->stores_kernel_twice) {
    bool found = false;
    const StoredLayer once = without_repeats(*stored, found);
    match_weights({layer.name, own_weights(layer), &once, stored_.layout}, result_);
    return;
  }
  match_weights({layer.name, own_weights(layer), stored, stored_.layout}, result_);
}

void Verifier::layers(const std::vector<LayerSummary>& layers, StoredLayers stored) {
  for (const LayerSummary& one : layers) {
    if (one.is_layer) layer(one, stored.next(one.name, one.keras3_class));
  }
  for (const StoredLayer* rest : stored.rest()) unexpected_in(*rest);
}

void Verifier::unexpected_in(const StoredLayer& layer) {
  for (const StoredWeight& weight : layer.weights) result_.mismatches.push_back(unexpected("", weight));
  for (const StoredLayer& child : layer.children) unexpected_in(child);
}

void add_extra(const std::string& what, const std::vector<StoredWeight>& weights, Verification& result) {
  if (weights.empty()) return;
  Extra extra{what, weights.size(), 0};
  for (const StoredWeight& weight : weights) extra.bytes += weight.bytes;
  result.extras.push_back(std::move(extra));
}

// Checks the sizes of the files that hold the weights: their values aren't read.
void check_shards(const StoredShards& shards, Verification& result) {
  const auto size_text = [](uint64_t bytes) { return fmt::format("{} bytes", to_text(Count(bytes), true)); };
  for (const std::string& file : shards.missing) {
    result.mismatches.push_back({Fault::Missing, "", "", fmt::format("a file '{}' of weights", file), ""});
  }
  if (!shards.missing.empty() || shards.bytes == shards.expected_bytes) return;
  result.mismatches.push_back({Fault::Size, "", "", size_text(shards.expected_bytes),
                               fmt::format("{} in {}", size_text(shards.bytes), fmt::join(shards.files, ", "))});
}

}  // namespace

Verification verify(const Model& model, const VerifyOptions& options) {
  const Model::Contents& contents = model.contents();
  Report report = options.weights ? options.weights->contents().report : contents.report;
  const StoredWeights* given = options.weights ? options.weights->stored_weights() : contents.file.stored.get();
  if (!given) report.error(nullptr, {}, "stores no weights to verify: expected a .keras or .h5 file");
  const bool is_model = !contents.document().root().is_null();
  if (!contents.graph && !is_model) {
    report.error(nullptr, {}, "describes no layers to compare its weights with", "no-graph");
  }
  report.throw_errors();
  const StoredWeights& stored = *given;
  const Summary summary = summarize(model, {.extras = {.weights = true}, .strict = options.strict});
  Verification result;
  result.model = summary.name;
  result.warnings = summary.warnings;
  if (options.weights) {
    const auto& more = options.weights->contents().report.diagnostics();
    result.warnings.insert(result.warnings.end(), more.begin(), more.end());
  }
  if (!contents.graph) {
    // A subclassed model: its layers are in code, so there is nothing to compare.
    result.unverified.push_back(summary.name);
    return result;
  }
  Verifier verifier(stored, result);
  verifier.layers(summary.layers, StoredLayers(&stored));
  // Weights next to the groups of layers.
  for (const StoredWeight& weight : stored.root.weights) result.mismatches.push_back(unexpected("", weight));
  if (stored.layout == StoredWeights::Layout::ByObject) {
    const StoredLayer* layers = layers_of(stored.root);
    for (const StoredLayer& child : stored.root.children) {
      if (&child != layers) verifier.unexpected_in(child);
    }
  }
  for (const StoredWeight& weight : stored.unlisted) result.mismatches.push_back(unexpected("", weight));
  for (const StoredShards& shards : stored.shards) check_shards(shards, result);
  add_extra("optimizer state", stored.optimizer, result);
  add_extra("metrics state", stored.metrics, result);
  if (stored.other_bytes > 0) result.extras.push_back({"assets", 0, stored.other_bytes});
  return result;
}

}  // namespace nnsummary
