// What a layer or operation may ask of the outside, and all it tells it: the entries see files, graphs and dtypes only
// through a Call. The walk makes one whenever a layer is built or called, and implements it.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "layers/arguments.h"
#include "base/shape.h"
#include "spec/writer.h"

namespace nnsummary {

struct Frame;       // of the walk
struct LayerState;  //

// What must hold of an input before a layer is built, and after.
struct InputRule {
  int rank = -1;  // exactly
  int min_rank = 0;
  int max_rank = 1 << 20;
  // Once the layer is built, its inputs keep their size along this axis.
  std::optional<int> pinned = std::nullopt;
  // … and as many axes.
  bool pinned_rank = false;
};

// What LoRA and quantization make of a kernel.
struct KernelRule {
  enum class Form : uint8_t {
    Plain,    // LoRA only
    Matrix,   // reduced axes against the others: every mode of quantization
    Table,    // a row for each input, its scale shared along the row: int8 and int4
    Reverse,  // a table's transpose: the same, without LoRA
  };

  Form form = Form::Plain;
  std::vector<int> reduced{};                   // a matrix's axes that the product sums over
  Shape scale{};                                // of a matrix in int8
  std::string_view zero_point = "kernel_zero";  // what GPTQ and AWQ call it
};

struct WeightRule {
  bool trainable = true;
  std::optional<DType> dtype = std::nullopt;  // otherwise that of the layer's policy
  bool overwritten = false;                   // by its gradient: optimizers keep nothing for it
};

// Multiply-adds: a product of dimensions, 128 bits wide; unknown where one of them is.
using Product = std::initializer_list<Dim>;

class Sublayer;

class Call {
 public:
  explicit Call(Frame& frame) : frame_(frame) {}

  // --- Constructor arguments ---------------------------------------------------------------------------------------
  const Arguments& args() const;
  bool flag(std::string_view name) const { return args().flag(name); }
  std::string_view text(std::string_view name) const { return args().text(name); }
  int64_t integer(std::string_view name) const { return args().integer(name); }
  bool is_null(std::string_view name) const { return args().is_null(name); }
  // As a dimension that formulas call by the argument's name.
  Dim dim(std::string_view name) const;
  // An integer or a list of them as dimensions; formulas call them height, width, … of `noun`.
  Shape window(std::string_view name, const char* noun) const;
  // A number as a leaf of formulas.
  Dim named(int64_t value, const char* name) const;
  // A size of an input that didn't come by input(), as a leaf of formulas.
  Dim leaf(Dim size, const char* name) const { return size.known() ? named(size.value(), name) : size; }

  // --- Inputs ------------------------------------------------------------------------------------------------------
  // The shape of the first tensor that the layer is called with.
  Shape input(const InputRule& rule = {});
  // The tensor of a call argument; nothing where it isn't given.
  std::optional<Tensor> tensor(std::string_view name) const;
  // The first argument as it came: a tensor, or a list, tuple or dict of them.
  const Structure<Tensor>& inputs() const;
  // Any other as it came; null where it isn't given, or holds no tensor.
  const Structure<Tensor>* tensors(std::string_view name) const;
  // A call argument that is no tensor of the model; null where it isn't given. An array of the file is both.
  const Value* option(std::string_view name) const;
  bool option_flag(std::string_view name, bool fallback) const;

  // --- Weights -----------------------------------------------------------------------------------------------------
  // Declares a weight when the layer is built; later calls keep what was declared.
  void weight(std::string_view name, const Shape& shape, const WeightRule& rule = {});
  // A weight that matrix products reduce: LoRA and quantization apply to it as the layer's arguments and policy say.
  void kernel(std::string_view name, const Shape& shape, const KernelRule& rule);
  // Weights declared on the result go to a sublayer that Keras holds in `attribute` and calls `name`.
  Call scope(std::string_view attribute, std::string_view name);

  // --- Sublayers ---------------------------------------------------------------------------------------------------
  // The layer that an argument describes, under the name of the attribute that holds it.
  Sublayer sublayer(std::string_view attribute, const Value& config, std::string_view rename = {});
  // A layer of a known class that takes its arguments from among this one's.
  Sublayer sublayer(std::string_view attribute, std::string_view class_name, std::string_view name);

  // Has Keras list its sublayers where it expands nested models. It has no rule for its output's shape other than the
  // call: built but never called, it shows none.
  void list_sublayers();

  // --- Outputs -----------------------------------------------------------------------------------------------------
  void output(const Shape& shape);
  void output(const Structure<Shape>& shapes);
  // With types of their own; otherwise outputs have the layer's compute type.
  void output_tensors(Structure<Tensor> tensors);
  void macs(Product product);

  // True until the layer is built: for what only holds of the shapes that it is built with.
  bool building() const;
  DType compute_dtype() const;
  // Whose rules hold for the file, where they changed.
  Era era() const;
  std::string_view layer_name() const;
  [[noreturn]] void fail(std::string message) const;

 private:
  Frame& frame_;
};

// A layer inside a layer.
class Sublayer {
 public:
  Sublayer(Frame& parent, LayerState& layer) : parent_(parent), layer_(layer) {}

  // False where its class isn't known.
  bool known() const;
  std::string_view name() const;
  const Arguments& args() const;
  bool has_arg(std::string_view name) const;
  // A weight of its own, by name; null where it has none of that name.
  const Shape* weight(std::string_view name) const;
  // Calls it, building it first if need be; its multiply-adds count `times` over. Throws what the sublayer refuses;
  // ends the parent's call where the result isn't known.
  Structure<Tensor> call(Structure<Tensor> input, Dim times = 1);

 private:
  Frame& parent_;
  LayerState& layer_;
};

}  // namespace nnsummary
