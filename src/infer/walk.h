// Walks over a graph: creates the layers, builds them and calls them in the order in which Keras does on loading. This
// determines every weight and every shape.
#pragma once

#include "base/expr.h"
#include "base/work.h"
#include "infer/state.h"

namespace nnsummary {

struct WalkOptions {
  ExprPool* expressions = nullptr;  // keeps the expressions of dimensions for formulas; null: none are kept
  bool record_inputs = false;       // keep the inputs of each layer's last call
  bool count_macs = false;          // and set a batch size of None to 1
  Writer writer{};                  // the version that wrote the file
  bool reshapes_models = false;     // builds a nested model anew if it is called on other shapes than its own
  double work = 1;                  // ReadOptions::work
};

// An argument of a call by its name in the class: tensors, or a value in the file.
struct BoundArgument {
  std::string_view name;
  std::optional<Structure<Tensor>> tensors;
  const Value* value = nullptr;
};
using BoundArguments = std::vector<BoundArgument>;

// Reads a list of integers and nulls as a shape. Returns nullopt for any other value.
std::optional<Shape> read_shape(const Value& value);

// Thrown to end the call of a layer if its result isn't known, without an error.
struct UnknownResult {};

class Walk {
 public:
  Walk(Report& report, const WalkOptions& options)
      : report_(report), options_(options), work_(report.document().text().size(), options.work) {}

  // Creates the layers of a model, builds them and calls them. `depth` is the number of enclosing models and wrappers.
  // `inputs`, if any, replace the model's own.
  std::unique_ptr<ModelState> model(std::shared_ptr<const Graph> graph, int depth = 0,
                                    const std::vector<Tensor>* inputs = nullptr);

  // Used by Call.
  std::unique_ptr<LayerState> create_sublayer(const Value& config, std::string_view rename, int depth);
  Structure<Tensor> call(LayerState& layer, BoundArguments&& arguments, Macs& macs, int depth);
  uint32_t next_weight_id() { return next_weight_id_++; }
  // Counts work. Throws ModelError, with the layer's path, where the file causes too much of it.
  void spend(size_t steps, const LayerState& layer) {
    if (!work_.spend(steps)) refuse_work(layer);
  }
  // The steps of creating a layer that another holds, of a call, and of a tensor with its sizes.
  static constexpr size_t kLayerSteps = 100;
  static constexpr size_t kCallSteps = 10;
  static size_t tensor_steps(const Shape& shape) { return 4 + static_cast<size_t>(shape.rank()); }
  // Reports an error of a layer, with the layer's path.
  void error(const Value* where, const LayerState& layer, std::string message, std::string_view code = "refused");
  const WalkOptions& options() const { return options_; }
  Report& report() { return report_; }
  // Returns how often the current layers are called: a wrapper may call its layer once per timestep.
  Dim times() const { return times_; }

  // Sets times() to 1 while it exists.
  class Once {
   public:
    explicit Once(Walk& walk) : walk_(walk), outer_(walk.times_) { walk.times_ = 1; }
    Once(const Once&) = delete;
    Once& operator=(const Once&) = delete;
    ~Once() { walk_.times_ = outer_; }

   private:
    Walk& walk_;
    Dim outer_;
  };

  // Multiplies times() while it exists.
  class Repeat {
   public:
    Repeat(Walk& walk, Dim times) : walk_(walk), outer_(walk.times_) {
      if (!(times == Dim(1))) walk.times_ = outer_ == Dim(1) ? times : outer_ * times;
    }
    Repeat(const Repeat&) = delete;
    Repeat& operator=(const Repeat&) = delete;
    ~Repeat() { walk_.times_ = outer_; }

   private:
    Walk& walk_;
    Dim outer_;
  };

 private:
  void fill(LayerState& layer, const LayerSpec& spec, int depth);
  void fill_common(LayerState& layer, const Value& config);
  void fill_custom(LayerState& layer, const Value& custom);
  void check_operation(LayerState& layer, const Value& config);
  void create_sublayers(LayerState& layer, int depth);
  void build_from_config(LayerState& layer, const Value& build_config, int depth);
  Structure<Tensor> run(LayerState& layer, BoundArguments&& arguments, Macs& macs, int depth);
  void reshape(LayerState& layer, const BoundArguments& arguments, int depth);
  Structure<Tensor> call_model(ModelState& model, std::string_view name, const BoundArguments& arguments, Macs& macs,
                               int depth);

  [[noreturn]] void refuse_work(const LayerState& layer);

  Report& report_;
  WalkOptions options_;
  Work work_;
  std::string prefix_;  // names of the enclosing models, each followed by a slash
  uint32_t next_weight_id_ = 0;
  Dim times_ = 1;
};

}  // namespace nnsummary
