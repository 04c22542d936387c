// Builds the rows and totals of a Summary from the result of a walk.
#pragma once

#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/expr.h"
#include "document/report.h"
#include "formats/model_file.h"
#include "infer/state.h"
#include "nnsummary/summary.h"
#include "summary/optimizer.h"
#include "summary/stored_layers.h"

namespace nnsummary {

class RowBuilder {
 public:
  // Rows are added to `summary`, and a warning to `report` for each row with unknown parts.
  RowBuilder(const Extras& extras, const ModelFile& file, Report& report, Summary& summary)
      : extras_(extras), file_(file), report_(report), summary_(summary) {}

  // `macs` is the same model after a walk that counts multiply-adds, or null.
  void add_model(const ModelState& model, const ModelState* macs);

  // Returns the unknown classes, each once, in the order of the rows.
  const std::vector<std::string>& unknown_classes() const { return unknown_; }
  // Returns every trainable weight, for the size of the optimizer's state.
  const std::vector<TrainedWeight>& trained() const { return trained_; }

 private:
  using Shapes = std::vector<FormulaTerm>;

  // The position of a row: its parent's path, and whether a warning for an outer row covers this one.
  struct Position {
    std::string prefix;
    bool reported = false;
  };

  std::vector<LayerSummary> rows(const ModelState& model, const ModelState* macs, StoredLayers stored,
                                 const Position& position);
  std::vector<LayerSummary> rows(const std::vector<Child>& children, const LayerState* macs, const Position& position);
  std::vector<LayerSummary> wrapped_rows(const LayerState& layer, const LayerState* macs, const Position& position);
  LayerSummary row(const LayerState& layer, const LayerState* macs, const StoredLayer* stored,
                   const Position& position);
  void add_params(const LayerState& layer, const StoredLayer* stored, LayerSummary& row);
  void add_stored(const LayerState& layer, const StoredLayer& group, LayerSummary& row);
  void add_extras(const LayerState& layer, LayerSummary& row);
  void add_weights(const LayerState& layer, const std::string& prefix, LayerSummary& row, Shapes& shapes);
  void add_weight(const WeightState& weight, const std::string& prefix, LayerSummary& row, Shapes& shapes);
  void add_totals(const LayerState& layer, const std::string& path);
  void warn_of_unknown_parts(const LayerState& layer, const LayerSummary& row, bool reported);
  void add_unknown_class(const LayerState& layer);
  bool all_known(const LayerState& layer) const;

  const Extras extras_;
  const ModelFile& file_;
  Report& report_;
  Summary& summary_;
  bool model_trainable_ = true;
  bool has_warned_ = false;  // a warning of an unknown shape was given
  std::vector<std::string> unknown_;
  std::vector<TrainedWeight> trained_;
  std::unordered_set<const LayerState*> stored_;  // layers whose parameters are taken from the file
};

// Returns the sum of a field over the layers, or nullopt if one of them lacks it.
std::optional<Count> sum_of(const std::vector<LayerSummary>& layers, std::optional<Count> LayerSummary::*number);

}  // namespace nnsummary
