// Turns what a walk found out into the rows and totals of a Summary.
#pragma once

#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "document/report.h"
#include "formats/model_file.h"
#include "infer/state.h"
#include "nnsummary/summary.h"
#include "summary/optimizer.h"
#include "summary/stored_layers.h"

namespace nnsummary {

class RowMaker {
 public:
  // `summary` gets the rows; `report` gets a warning for each row of which something isn't known.
  RowMaker(const Extras& extras, const ModelFile& file, Report& report, Summary& summary)
      : extras_(extras), file_(file), report_(report), summary_(summary) {}

  // `macs` is the same model from a walk that counts multiply-adds, or null.
  void add_model(const ModelState& model, const ModelState* macs);

  // The classes that aren't known, each once, in the order of the rows.
  const std::vector<std::string>& unknown_classes() const { return unknown_; }
  // Every weight that training changes, for the optimizer's state.
  const std::vector<TrainedWeight>& trained() const { return trained_; }

 private:
  using Shapes = std::vector<std::span<const Dim>>;

  // Where a row stands: the path of what holds it, and whether an outer row has already said what isn't known.
  struct Place {
    std::string prefix;
    bool said = false;
  };

  std::vector<LayerSummary> rows(const ModelState& model, const ModelState* macs, StoredLayers stored,
                                 const Place& place);
  std::vector<LayerSummary> rows(const std::vector<Child>& children, const LayerState* macs, const Place& place);
  std::vector<LayerSummary> wrapped_rows(const LayerState& layer, const LayerState* macs, const Place& place);
  LayerSummary row(const LayerState& layer, const LayerState* macs, const StoredLayer* stored, const Place& place);
  void add_params(const LayerState& layer, const StoredLayer* stored, LayerSummary& row);
  void add_stored(const LayerState& layer, const StoredLayer& held, LayerSummary& row);
  void add_extras(const LayerState& layer, LayerSummary& row);
  void add_weights(const LayerState& layer, const std::string& prefix, LayerSummary& row, Shapes& shapes);
  void add_weight(const WeightState& weight, const std::string& prefix, LayerSummary& row, Shapes& shapes);
  void add_totals(const LayerState& layer, const std::string& path);
  void note_unknown_parts(const LayerState& layer, const LayerSummary& row, bool said);
  void note_unknown_class(const LayerState& layer);
  bool all_known(const LayerState& layer) const;

  const Extras extras_;
  const ModelFile& file_;
  Report& report_;
  Summary& summary_;
  bool model_trainable_ = true;
  bool has_noted_ = false;  // a warning says that a shape isn't known
  std::vector<std::string> unknown_;
  std::vector<TrainedWeight> trained_;
  std::unordered_set<const LayerState*> stored_;  // layers whose parameters are those that the file holds
};

// The sum of a number that every layer has; nothing if one lacks it.
std::optional<Count> sum_of(const std::vector<LayerSummary>& layers, std::optional<Count> LayerSummary::*number);

}  // namespace nnsummary
