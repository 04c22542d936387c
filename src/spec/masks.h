// The nodes that Keras adds for masks when it calls the layers of a functional model.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "layers/entry.h"
#include "spec/auto_names.h"
#include "spec/draft.h"

namespace nnsummary {

class Masks;

// A call of a layer, as the rule in its entry sees it. Tensors are `__keras_tensor__` objects; a mask is null where
// there is none.
class MaskCall {
 public:
  MaskCall(Masks& owner, const Value& config, std::span<const Value> tensors, std::span<const Value> masks)
      : inputs(tensors), previous(masks), masks_(owner), config_(config) {}

  const std::span<const Value> inputs;    // the tensors of the first argument
  const std::span<const Value> previous;  // the argument 'mask' of the call, or else the masks of the inputs

  // Returns an argument of the layer, or `fallback` where the file doesn't have it.
  Value argument(std::string_view name, const Value& fallback) const;
  bool flag(std::string_view name) const;
  // Returns an argument that holds a layer: its configuration, or an empty object.
  Value layer(std::string_view name) const;

  // Calls a function of keras.ops and returns its output.
  Value operation(std::string_view function, const std::vector<Value>& args,
                  std::initializer_list<ObjectDraft::Field> arguments = {});
  // Makes the list a value.
  Value list(std::span<const Value> values) const;

  // Sets the mask of the next output.
  void output(const Value& mask) { outputs_.push_back(mask); }
  std::span<const Value> outputs() const { return outputs_; }

 private:
  Masks& masks_;
  const Value& config_;
  std::vector<Value> outputs_;
};

// One output of one call.
struct MaskPlace {
  std::string_view layer{};
  int64_t node = 0;
  int64_t index = 0;

  friend bool operator<(const MaskPlace& a, const MaskPlace& b) {
    return std::tie(a.layer, a.node, a.index) < std::tie(b.layer, b.node, b.index);
  }
};

// The masks of the tensors of one model, and the operations that compute them.
// Follows Layer.__call__ in keras/src/layers/layer.py.
class Masks {
 public:
  Masks(Document& document, AutoNames& names) : document_(document), names_(names) {}

  void add_input(const Value& layer, std::string_view name);
  // Follows the call of a layer or nested model in Keras 3's form. Adds the argument 'mask' to `kwargs` where Keras
  // does. Calls must be made in Keras's order, because operations are named in it.
  void call(const Value& layer, std::string_view name, int64_t node, const Value& args, ObjectDraft& kwargs);

  // Returns the operations whose outputs are masks of a call, as layers in Keras 3's form.
  ListDraft operations() const;
  // Returns the classes of all operations so far, used or not.
  std::span<const std::string_view> made() const { return made_; }

 private:
  friend class MaskCall;

  struct Operation {
    Value value;  // a layer in Keras 3's form
    Value args;
    bool used = false;
  };

  Value mask_of(const Value& tensor) const;
  std::string_view dtype_of(const Value& tensor) const;
  bool needs_cast(const Value& tensor, std::string_view dtype) const;
  // Returns the tensors of an argument after Keras has cast the floats among them to `dtype`.
  std::vector<Value> converted(const Value& argument, std::string_view dtype);
  Value operation(std::string_view function, const std::vector<Value>& args,
                  std::initializer_list<ObjectDraft::Field> arguments);
  void use(const Value& mask);

  Document& document_;
  AutoNames& names_;
  std::map<MaskPlace, Value> masks_;
  std::map<MaskPlace, std::string_view> dtypes_;  // by layer and node
  std::vector<Operation> operations_;
  std::unordered_map<std::string_view, size_t> by_name_;  // indices into operations_
  std::vector<std::string_view> made_;
};

// The masks of a Sequential, which has no rows for them; but the operations that compute them take names.
class SequentialMasks {
 public:
  explicit SequentialMasks(Document& document) : masks_(document, names_), document_(document) {}

  void add_input(const Value& layer, std::string_view name);
  // Calls a layer on the output of the one before it.
  void add(const Value& layer, std::string_view name);
  // Returns the classes of the operations.
  std::span<const std::string_view> made() const { return masks_.made(); }
  // Uses up the names that the operations take in a Sequential with an input: Keras calls its layers again whenever one
  // is added.
  void skip_rebuilt(AutoNames& names) const;

 private:
  AutoNames names_;
  Masks masks_;
  Document& document_;
  std::string_view last_ = "input";
  std::vector<size_t> before_;  // the number of operations before each layer
};

// Adds masks to a model that an older Keras wrote. `layers` is the list of its layers, in Keras 3's form; calls are
// made in the order of functional_from_config in keras/src/models/functional.py.
Value with_masks(Document& document, const Value& layers, AutoNames& names);

// Adds masks to a model in Keras 3's form, and to those nested in it. Returns nullopt if none has any.
std::optional<Value> with_all_masks(Document& document, const Value& model, AutoNames& names);

}  // namespace nnsummary
