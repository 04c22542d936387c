// The state of layers and models during a walk, as Keras's own objects would have it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
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
  bool trainable = true;           // false if the layer or LoRA freezes it
  bool overwritten = false;        // Keras's `overwrite_with_gradient`: optimizers keep no state for it
  bool declared_trainable = true;  // listed among the trainable weights, which come first
};

// A sum of multiply-adds, which is unknown once an unknown number is added. For formulas, the products in the sum are
// kept, each with how often it is in the sum.
class Macs {
 public:
  struct Product {
    std::vector<Dim> factors;
    Count times = 1;
  };

  void add_unknown() { sum_.reset(); }
  void add(const std::vector<Dim>& product, Count count, bool explained) {
    if (sum_) *sum_ += count;
    if (explained) products_.push_back({product});
  }
  // Adds another sum `times` times.
  void add(const Macs& other, Dim times = 1);

  void clear() { *this = Macs(); }

  std::optional<Count> total() const { return sum_ && !sum_->overflowed() ? sum_ : std::nullopt; }
  const std::vector<Product>& products() const { return products_; }

 private:
  void add(Product product);

  std::optional<Count> sum_ = Count(0);
  std::vector<Product> products_;
};

// The outputs of one call of a layer.
struct CallResult {
  bool called = false;
  Structure<Tensor> returned;
  std::vector<Tensor> tensors;  // `returned`, flattened
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
  std::string_view printed_class;  // the name in the version that reads the file
  const Value* origin = nullptr;
  const LayerEntry* entry = nullptr;  // null for an operation or an unknown class
  const OpEntry* op = nullptr;        // null for a layer or an unknown class
  bool is_operation = false;
  bool uncounted = false;  // a custom class that a spec tells the output shape of, but not the parameters
  Arguments args;
  Policy policy;
  bool trainable = true;
  bool built = false;
  bool lists_sublayers = false;     // Keras shows sublayers as it does a model's; `built_as` isn't shown
  bool refused = false;             // an error has been reported; its consequences aren't
  bool lacks_output_shape = false;  // was called on known shapes, and returned unknown ones
  std::optional<LayerError> build_error;
  std::vector<WeightState> weights;  // without those of sublayers
  std::vector<Child> children;       // in the order in which Keras tracks them
  std::unique_ptr<ModelState> model;
  std::unique_ptr<LayerSpec> argument_spec;   // set if the layer is an argument of another layer
  std::vector<std::pair<Integer, Dim>> pins;  // axis and size that inputs must have
  std::optional<int> pinned_rank;
  std::optional<Structure<Tensor>> built_as;   // outputs for the shapes that the layer was built with
  std::vector<CallResult> calls;               // one per node
  std::vector<Structure<Tensor>> last_inputs;  // one per argument with tensors, if inputs are recorded
  Macs macs;

  bool known() const { return !uncounted && can_be_called(); }
  bool can_be_called() const { return entry || op || model || (!is_operation && class_name.empty()); }
};

// A call of a model as a layer. Calls on tensors of the same shapes do the same, and are made once.
struct ModelCall {
  Structure<Tensor> result;
  Macs macs;
  std::vector<Macs> added;  // to the layers in the model, as take_all() returns them
};

struct ModelState {
  std::shared_ptr<const Graph> graph;
  std::vector<LayerState> layers;  // one for each of graph->operations
  bool built = false;
  bool trainable = true;
  std::unordered_map<std::string, ModelCall> calls;  // by the shapes of the inputs
};

// Reset the multiply-adds of the layers in a layer or model.
void clear_macs(LayerState& layer);
void clear_macs(ModelState& model);

// Returns the multiply-adds of every layer in a model, at any depth, and sets them to 0.
std::vector<Macs> take_all(ModelState& model);
// Adds what take_all() returned `times` times.
void add_all(const std::vector<Macs>& taken, Dim times, ModelState& model);

// Adds the multiply-adds of all layers to those of the same model in another state.
void add_macs(const ModelState& from, ModelState& to);

}  // namespace nnsummary
