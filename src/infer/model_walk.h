#pragma once

#include <map>
#include <span>

#include "infer/walk.h"

namespace nnsummary {

// One pass over a model: its construction, or a later call of it as a layer of another model.
class ModelWalk {
 public:
  ModelWalk(Walk& walk, ModelState& model, int depth)
      : walk_(walk), model_(model), graph_(*model.graph), depth_(depth), results_(model.layers.size()) {}

  // Calls the layers in the order in which Keras does on loading, and stores the results in the model. `inputs`, if
  // any, replace the model's own.
  void construct(const std::vector<Tensor>* inputs = nullptr);
  // Returns the inputs to build a built model for once more, since a call with `given` needs them; nullopt if its own
  // fit.
  std::optional<std::vector<Tensor>> other_inputs(const Structure<Tensor>& given) const;
  // Returns the model's outputs for these inputs. Builds a Sequential that isn't built yet.
  Structure<Tensor> call(const Structure<Tensor>& inputs, std::string_view name, Macs& macs);

 private:
  void construct_functional();
  void construct_sequential();
  std::optional<Shape> known_input_shape();
  void build_sequential(const Shape& input);
  void call_all(Macs& macs);
  void call_node(NodeRef ref, Macs& macs);
  Structure<Tensor> call_layer(NodeRef ref, Macs& macs);
  void set_result(NodeRef ref, Structure<Tensor> returned);
  void set_recorded(NodeRef ref);
  void read_recorded();
  void store_results();
  void report_unbuilt();
  BoundArguments bind(const LayerState& layer, const Node& node);
  BoundArgument bound(std::string_view name, const Argument& argument);
  Structure<Tensor> tensors_of(const Argument& argument);
  Structure<Tensor> tensors_of(std::span<const Argument> arguments);
  std::vector<Tensor> checked_inputs(const Structure<Tensor>& inputs, std::string_view name) const;
  ModelCall call_anew(const std::vector<Tensor>& inputs);
  bool is_own_input(const std::vector<Tensor>& tensors) const;
  std::vector<Tensor> own_inputs() const;
  std::vector<Tensor> in_order_of_inputs(const Structure<Tensor>& given) const;
  void set_own_inputs(const std::vector<Tensor>& inputs);
  Structure<Tensor> outputs();
  CallResult& result_of(TensorRef tensor);
  std::string sources_of(NodeRef ref);
  void fail(LayerState& layer, const LayerError& error);

  Walk& walk_;
  ModelState& model_;
  const Graph& graph_;
  int depth_;
  std::vector<std::vector<CallResult>> results_;  // by operation and node
  bool uses_stored_ = false;                      // use the results stored in the layers instead
  // Shapes that the file records for tensors, by operation, and then by node and tensor. Read on first use.
  std::optional<std::map<std::pair<uint32_t, uint64_t>, const Value*>> recorded_;
};

}  // namespace nnsummary
