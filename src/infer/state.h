// What the walk knows of every layer: the objects that Keras would have made, as far as a summary asks for them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "infer/policy.h"
#include "layers/call.h"
#include "nnsummary/count.h"

namespace nnsummary {

struct WeightState {
  uint32_t id = 0;  // unique in a walk
  std::string name;
  Shape shape;  // fully known
  DType dtype = DType::Float32;
  bool trainable = true;           // whether it is trained
  bool overwritten = false;        // by its gradient: optimizers keep nothing for it
  bool declared_trainable = true;  // whether it stands among the trainable ones, which are listed first
};

// Multiply-adds as they add up: a number until something unknown is added. While something is explained, the products
// that they are the sum of are kept as well.
class Macs {
 public:
  void add_unknown() { sum_.reset(); }
  void add(const std::vector<Dim>& product, Count count, bool explained) {
    if (sum_) *sum_ += count;
    if (explained) products_.push_back(product);
  }
  // All of the other's, `times` over.
  void add(const Macs& other, Dim times = 1);

  void clear() { *this = Macs(); }

  std::optional<Count> total() const { return sum_ && !sum_->overflowed() ? sum_ : std::nullopt; }
  const std::vector<std::vector<Dim>>& products() const { return products_; }

 private:
  std::optional<Count> sum_ = Count(0);
  std::vector<std::vector<Dim>> products_;
};

// What one call of a layer returned.
struct CallResult {
  bool made = false;
  Structure<Tensor> returned;
  std::vector<Tensor> tensors;  // the same, flattened
};

struct ModelState;
struct LayerState;

struct Child {
  std::string attribute;
  std::unique_ptr<LayerState> layer;
};

struct LayerState {
  std::string name;
  std::string_view class_name;
  std::string_view written_class;  // of its time
  const Value* origin = nullptr;
  const LayerEntry* entry = nullptr;  // of a layer whose class is known
  const OpEntry* op = nullptr;        // of an operation whose class is known
  bool is_operation = false;
  bool uncounted = false;  // a custom class that a spec tells the output shape of, but not the parameters
  Arguments args;
  Policy policy;
  bool trainable = true;
  bool built = false;
  bool lists_sublayers = false;  // as a model does; what it was built as isn't shown
  bool refused = false;          // an error has been reported: what follows from it isn't
  bool hides_output = false;     // was called on known shapes, and its rule doesn't say what it returns
  std::optional<LayerError> build_error;
  std::vector<WeightState> weights;  // its own
  std::vector<Child> children;       // in the order in which Keras tracks them
  std::unique_ptr<ModelState> model;
  std::unique_ptr<LayerSpec> own_spec;    // of a layer that was another's argument
  std::vector<std::pair<int, Dim>> pins;  // axis and size that inputs must keep
  std::optional<int> pinned_rank;
  std::optional<Structure<Tensor>> built_as;   // what it would return for the shapes it was built with
  std::vector<CallResult> calls;               // one a node
  std::vector<Structure<Tensor>> last_inputs;  // one an argument that holds tensors, while inputs are recorded
  Macs macs;

  bool known() const { return !uncounted && can_be_called(); }
  bool can_be_called() const { return entry || op || model || (!is_operation && class_name.empty()); }
};

struct ModelState {
  std::shared_ptr<const Graph> graph;
  std::vector<LayerState> layers;  // one for each of graph->operations
  bool built = false;
  bool trainable = true;
};

// Forgets the multiply-adds of all layers in the model.
void clear_macs(ModelState& model);

}  // namespace nnsummary
