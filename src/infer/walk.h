// The walk over a graph: it makes the layers, builds them and calls them in the order in which Keras does on loading,
// and so finds every weight and every shape.
#pragma once

#include "base/expr.h"
#include "infer/state.h"

namespace nnsummary {

struct WalkOptions {
  ExprPool* expressions = nullptr;  // where the arithmetic of dimensions is kept; null: nowhere
  bool record_inputs = false;       // of the last call of every layer
  bool count_macs = false;          // with a batch of 1 where it is None
  Writer writer{};                  // of the file
  // Makes a nested model again if it is called on other shapes than its own.
  bool reshapes_models = false;
};

// One argument of a call, under the name that the class gives it: tensors, or a value of the file.
struct BoundArgument {
  std::string_view name;
  std::optional<Structure<Tensor>> tensors;
  const Value* value = nullptr;
};
using BoundArguments = std::vector<BoundArgument>;

// A list of integers and nulls as a shape.
std::optional<Shape> read_shape(const Value& value);

// Ends the call of a layer whose result can't be known, without anything being wrong.
struct UnknownResult {};

class Walk {
 public:
  Walk(Report& report, const WalkOptions& options) : report_(report), options_(options) {}

  // The layers of a model, built and called; `depth` counts the models and wrappers around it.
  // `inputs` are used instead of the model's own, if any.
  std::unique_ptr<ModelState> model(std::shared_ptr<const Graph> graph, int depth = 0,
                                    const std::vector<Tensor>* inputs = nullptr);

  // --- For Call ----------------------------------------------------------------------------------------------------
  std::unique_ptr<LayerState> make_sublayer(const Value& config, std::string_view rename, int depth);
  Structure<Tensor> call(LayerState& layer, BoundArguments&& arguments, Macs& macs, int depth);
  uint32_t next_weight_id() { return next_weight_id_++; }
  // Reports an error of a layer, with the path of the models that it is in.
  void error(const Value* where, const LayerState& layer, std::string message, std::string_view code = "refused");
  const WalkOptions& options() const { return options_; }
  Report& report() { return report_; }

 private:
  void fill(LayerState& layer, const LayerSpec& spec, int depth);
  void fill_common(LayerState& layer, const Value& config);
  void fill_custom(LayerState& layer, const Value& custom);
  void check_operation(LayerState& layer, const Value& config);
  void make_sublayers(LayerState& layer, int depth);
  void build_from_config(LayerState& layer, const Value& build_config, int depth);
  Structure<Tensor> run(LayerState& layer, BoundArguments&& arguments, Macs& macs, int depth);
  void reshape(LayerState& layer, const BoundArguments& arguments, int depth);
  Structure<Tensor> call_model(ModelState& model, std::string_view name, const BoundArguments& arguments, Macs& macs,
                               int depth);

  Report& report_;
  WalkOptions options_;
  std::string prefix_;  // path of the models around, each with a slash
  uint32_t next_weight_id_ = 0;
};

}  // namespace nnsummary
