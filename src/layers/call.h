// The interface between the entries of layers and operations and everything else: entries read arguments and inputs,
// and declare weights and outputs, only through a Call. The walk makes one whenever a layer is built or called, and
// implements it.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/shape.h"
#include "layers/arguments.h"
#include "spec/writer.h"

namespace nnsummary {

struct Frame;  // the state of one call, in infer/
struct LayerState;

// A layer's requirements for an input, as in Keras's InputSpec.
struct InputRule {
  int rank = -1;  // the exact rank; -1 for any
  int min_rank = 0;
  int max_rank = 1 << 20;
  // After the layer is built, its inputs must keep their size along this axis …
  std::optional<Integer> pinned = std::nullopt;
  // … and their rank.
  bool pinned_rank = false;
};

// How LoRA and quantization treat a kernel.
struct KernelRule {
  enum class Form : uint8_t {
    Plain,    // LoRA applies, quantization doesn't
    Matrix,   // LoRA and every mode of quantization apply
    Table,    // an embedding, with one scale per row: LoRA, int8 and int4 apply
    Reverse,  // the transpose of a table: int8 and int4 apply
  };

  Form form = Form::Plain;
  std::vector<int> reduced{};                   // the axes of a Matrix that are summed over
  Shape scale{};                                // the shape of a Matrix's scale in int8
  std::string_view zero_point = "kernel_zero";  // its name under GPTQ and AWQ
};

struct WeightRule {
  bool trainable = true;
  std::optional<DType> dtype = std::nullopt;  // by default the layer's variable dtype
  bool overwritten = false;  // by its gradient (Keras's `overwrite_with_gradient`): optimizers keep no state for it
};

// A number of multiply-adds as a product of dimensions, computed with 128 bits; unknown where a factor is.
using Product = std::initializer_list<Dim>;

class Sublayer;

class Call {
 public:
  explicit Call(Frame& frame) : frame_(frame) {}

  // --- Constructor arguments ---------------------------------------------------------------------------------------
  const Arguments& args() const;
  bool flag(std::string_view name) const { return args().flag(name); }
  std::string_view string(std::string_view name) const { return args().string(name); }
  Integer integer(std::string_view name) const { return args().integer(name); }
  bool is_null(std::string_view name) const { return args().is_null(name); }
  // Returns an integer argument as a dimension, which formulas call by the argument's name.
  Dim dim(std::string_view name) const;
  // Returns an argument that is an integer or a list as dimensions, which formulas call the height, width, … of `noun`.
  Shape window(std::string_view name, const char* noun) const;
  // Returns a dimension with a name for formulas.
  Dim named(Integer value, const char* name) const;
  // Gives a size that doesn't come from input() a name for formulas.
  Dim leaf(Dim size, const char* name) const { return size.known() ? named(size.value(), name) : size; }

  // --- Inputs ------------------------------------------------------------------------------------------------------
  // Returns the shape of the first tensor that the layer is called with.
  Shape input(const InputRule& rule = {});
  // Pins further axes of input(), as InputRule::pinned does one.
  void pin(const std::vector<int>& axes);
  // Returns the tensor of a call argument, or nullopt where it isn't given.
  std::optional<Tensor> tensor(std::string_view name) const;
  // Returns the first call argument: a tensor, or a list, tuple or dict of tensors.
  const Structure<Tensor>& inputs() const;
  // Returns any other call argument, or null where it isn't given or holds no tensor.
  const Structure<Tensor>* tensors(std::string_view name) const;
  // Returns a call argument that is no tensor of the model, or null where it isn't given. A constant array counts both
  // as a tensor and as such a value.
  const Value* option(std::string_view name) const;
  bool option_flag(std::string_view name, bool fallback) const;

  // --- Weights -----------------------------------------------------------------------------------------------------
  // Declares a weight when the layer is built; has no effect in later calls.
  void weight(std::string_view name, const Shape& shape, const WeightRule& rule = {});
  // Declares a weight that LoRA and quantization apply to, as the layer's arguments and policy say.
  void kernel(std::string_view name, const Shape& shape, const KernelRule& rule);
  // Returns a Call that declares weights of a sublayer, which Keras holds in `attribute` and calls `name`.
  Call scope(std::string_view attribute, std::string_view name);

  // --- Sublayers ---------------------------------------------------------------------------------------------------
  // Creates the layer that an argument describes, held in `attribute`.
  Sublayer sublayer(std::string_view attribute, const Value& config, std::string_view rename = {});
  // Creates a layer of a known class that takes its arguments from this layer's.
  Sublayer sublayer(std::string_view attribute, std::string_view class_name, std::string_view name);

  // Marks a layer whose sublayers Keras lists when it expands nested models. Such a layer has no output shape before it
  // is called.
  void list_sublayers();

  // --- Outputs -----------------------------------------------------------------------------------------------------
  void output(const Shape& shape);
  void output(const Structure<Shape>& shapes);
  // Sets outputs with their own dtypes; those above have the layer's compute dtype.
  void output_tensors(Structure<Tensor> tensors);
  void macs(Product product);
  // Counts the work of making `count` tensors, before they are made: a few bytes of a file may ask for any number of
  // them. Throws ModelError beyond the limit.
  void count_tensors(Integer count, const Shape& shape) const;

  // Returns true while the layer is being built: for checks of the shapes that it is built with.
  bool building() const;
  DType compute_dtype() const;
  // Returns the Keras version whose rules apply to the file, where they changed.
  Era era() const;
  std::string_view layer_name() const;
  [[noreturn]] void fail(std::string message) const;

 private:
  Frame& frame_;
};

// A layer that another layer holds.
class Sublayer {
 public:
  Sublayer(Frame& parent, LayerState& layer) : parent_(parent), layer_(layer) {}

  // Returns false where its class isn't known.
  bool known() const;
  std::string_view name() const;
  const Arguments& args() const;
  bool has_arg(std::string_view name) const;
  // Returns the shape of one of its own weights, or null where it has none of that name.
  const Shape* weight(std::string_view name) const;
  // Calls the layer, after building it if necessary, and adds its multiply-adds `times` times. Throws LayerError where
  // the layer refuses the input, and ends the parent's call where the result isn't known.
  Structure<Tensor> call(Structure<Tensor> input, Dim times = 1);

 private:
  Frame& parent_;
  LayerState& layer_;
};

}  // namespace nnsummary
