#include <algorithm>
#include <charconv>

#include "spec/tf_ops.h"

namespace nnsummary {
namespace {

// Returns an attribute of a node ({"i": "1"}, {"b": true}), or null.
const Value* attribute(const Value& node, std::string_view name) {
  const Value* attributes = node.find("attr");
  return attributes ? attributes->find(name) : nullptr;
}

// Integers are written as strings.
int64_t integer_attribute(const Value& node, std::string_view name, int64_t fallback) {
  const Value* value = attribute(node, name);
  const Value* number = value ? value->find("i") : nullptr;
  if (number && number->is_int()) return number->integer().get();
  if (!number || !number->is_string()) return fallback;
  int64_t result = fallback;
  std::from_chars(number->string().data(), number->string().data() + number->string().size(), result);
  return result;
}

bool flag_attribute(const Value& node, std::string_view name) {
  const Value* value = attribute(node, name);
  const Value* flag = value ? value->find("b") : nullptr;
  return flag && flag->is_bool() && flag->boolean();
}

const Value* entry(const Value* list, size_t i) {
  return list && i < list->items().size() ? &list->items()[i] : nullptr;
}

// Bit masks mark the entries of begin, end and strides that have another meaning.
bool strided_slice(Document& document, ObjectDraft& arguments) {
  const Value node = arguments.take("node")->value;
  const auto begin = arguments.take("begin");
  const auto end = arguments.take("end");
  const auto strides = arguments.take("strides");
  if (!begin || !end || !strides || !begin->value.is_list()) return false;
  const auto bit = [&node](std::string_view mask, size_t i) {
    return (integer_attribute(node, mask, 0) >> i & 1) != 0;
  };
  ListDraft key;
  constexpr size_t kMostAxes = 32;
  for (size_t i = 0; i < std::min(begin->value.items().size(), kMostAxes); ++i) {
    const Value* from = entry(&begin->value, i);
    const Value* to = entry(&end->value, i);
    const Value* step = entry(&strides->value, i);
    if (!to || !step) return false;
    ObjectDraft made;
    if (bit("new_axis_mask", i)) {
      key.push_back({Value()});
    } else if (bit("shrink_axis_mask", i)) {
      key.push_back(kept(*from));
    } else if (bit("ellipsis_mask", i)) {
      made.put("class_name", Value::of_string("__ellipsis__"));
      key.push_back({made.build(document)});
    } else {
      ObjectDraft bounds;
      bounds.put("start", bit("begin_mask", i) ? Value() : *from);
      bounds.put("stop", bit("end_mask", i) ? Value() : *to);
      bounds.put("step", *step);
      made.put("class_name", Value::of_string("__slice__"));
      made.put("config", bounds.build(document));
      key.push_back({made.build(document)});
    }
  }
  arguments.put("key", make_list(document, key));
  return true;
}

bool reduced(Document&, ObjectDraft& arguments) {
  const Value node = arguments.take("node")->value;
  arguments.put("keepdims", Value::of_bool(flag_attribute(node, "keep_dims")));
  return true;
}

bool along_axis(Document&, ObjectDraft& arguments) {
  const Value node = arguments.take("node")->value;
  arguments.put("axis", Value::of_int(integer_attribute(node, "axis", 0)));
  return true;
}

bool squeezed(Document& document, ObjectDraft& arguments) {
  const Value node = arguments.take("node")->value;
  const Value* dims = attribute(node, "squeeze_dims");
  const Value* list = dims ? dims->find("list") : nullptr;
  const Value* axes = list ? list->find("i") : nullptr;
  if (!axes || !axes->is_list()) return true;
  ListDraft made;
  for (const Value& axis : axes->items()) {
    int64_t number = 0;
    std::from_chars(axis.string().data(), axis.string().data() + axis.string().size(), number);
    made.push_back({Value::of_int(number), &axis});
  }
  arguments.put("axis", make_list(document, made));
  return true;
}

bool transposing(Document&, ObjectDraft& arguments) {
  const Value node = arguments.take("node")->value;
  return !flag_attribute(node, "transpose_a") && !flag_attribute(node, "transpose_b") &&
         !flag_attribute(node, "adj_x") && !flag_attribute(node, "adj_y");
}

// A star marks an argument that takes several inputs as a list.
constexpr TfCounterpart kNodes[] = {
    {"AddV2", "Add", "numpy", "x1 x2"},
    {"Add", "Add", "numpy", "x1 x2"},
    {"BiasAdd", "Add", "numpy", "x1 x2"},
    {"Sub", "Subtract", "numpy", "x1 x2"},
    {"Mul", "Multiply", "numpy", "x1 x2"},
    {"RealDiv", "TrueDivide", "numpy", "x1 x2"},
    {"FloorDiv", "FloorDivide", "numpy", "x1 x2"},
    {"FloorMod", "Mod", "numpy", "x1 x2"},
    {"Pow", "Power", "numpy", "x1 x2"},
    {"Maximum", "Maximum", "numpy", "x1 x2"},
    {"Minimum", "Minimum", "numpy", "x1 x2"},
    {"Greater", "Greater", "numpy", "x1 x2"},
    {"GreaterEqual", "GreaterEqual", "numpy", "x1 x2"},
    {"Less", "Less", "numpy", "x1 x2"},
    {"LessEqual", "LessEqual", "numpy", "x1 x2"},
    {"Equal", "Equal", "numpy", "x1 x2"},
    {"NotEqual", "NotEqual", "numpy", "x1 x2"},
    {"Abs", "Abs", "numpy", "x"},
    {"Neg", "Negative", "numpy", "x"},
    {"Exp", "Exp", "numpy", "x"},
    {"Log", "Log", "numpy", "x"},
    {"Sqrt", "Sqrt", "numpy", "x"},
    {"Rsqrt", "Rsqrt", "math", "x"},
    {"Square", "Square", "numpy", "x"},
    {"Sign", "Sign", "numpy", "x"},
    {"Tanh", "Tanh", "numpy", "x"},
    {"Sigmoid", "Sigmoid", "nn", "x"},
    {"Relu", "Relu", "nn", "x"},
    {"Relu6", "Relu6", "nn", "x"},
    {"Elu", "Elu", "nn", "x"},
    {"Selu", "Selu", "nn", "x"},
    {"Softmax", "Softmax", "nn", "x"},
    {"Softplus", "Softplus", "nn", "x"},
    {"Cast", "Copy", "numpy", "x"},
    {"Identity", "Copy", "numpy", "x"},
    {"ZerosLike", "ZerosLike", "numpy", "x"},
    {"OnesLike", "OnesLike", "numpy", "x"},
    {"SelectV2", "Where", "numpy", "condition x1 x2"},
    {"ClipByValue", "Clip", "numpy", "x x_min x_max"},
    {"Mean", "Mean", "numpy", "x axis", reduced},
    {"Sum", "Sum", "numpy", "x axis", reduced},
    {"Max", "Max", "numpy", "x axis", reduced},
    {"Min", "Min", "numpy", "x axis", reduced},
    {"Prod", "Prod", "numpy", "x axis", reduced},
    {"ArgMax", "Argmax", "numpy", "x axis"},
    {"ConcatV2", "Concatenate", "numpy", "*xs axis"},
    {"Pack", "Stack", "numpy", "*x", along_axis},
    {"Reshape", "Reshape", "numpy", "x newshape"},
    {"Transpose", "Transpose", "numpy", "x axes"},
    {"ExpandDims", "ExpandDims", "numpy", "x axis"},
    {"Squeeze", "Squeeze", "numpy", "x", squeezed},
    {"Tile", "Tile", "numpy", "x repeats"},
    {"Pad", "Pad", "numpy", "x pad_width"},
    {"GatherV2", "Take", "numpy", "x indices axis"},
    {"StridedSlice", "GetItem", "numpy", "x begin end strides", strided_slice},
    {"MatMul", "Matmul", "numpy", "x1 x2", transposing},
    {"BatchMatMulV2", "Matmul", "numpy", "x1 x2", transposing},
    {"Shape", "Shape", "tensorflow", "x"},
};

// Returns the inputs of a node: constants at their indices, and the tensors of the call at the others. Returns nullopt
// if there are too few.
std::optional<ListDraft> inputs_of(const Value& node, const Value* constants, const CallDraft& call) {
  const Value* names = node.find("input");
  if (!names || call.args.size() != 1) return std::nullopt;
  const Value& given = call.args[0].value;
  ListDraft tensors;
  for (const Value& tensor : given.items()) tensors.push_back(kept(tensor));
  if (!given.is_list()) tensors.push_back(call.args[0]);
  ListDraft result;
  size_t next = 0;
  for (size_t i = 0; i < names->items().size(); ++i) {
    const Value* constant = constants ? constants->find(std::to_string(i)) : nullptr;
    if (!constant && next == tensors.size()) return std::nullopt;
    result.push_back(constant ? kept(*constant) : tensors[next++]);
  }
  return result;
}

std::optional<ObjectDraft> arguments_of(const TfCounterpart& row, Document& document, const Value& node,
                                        const ListDraft& inputs) {
  const bool lists = row.args.starts_with('*');
  const size_t others = static_cast<size_t>(std::count(row.args.begin(), row.args.end(), ' '));
  if (inputs.size() < others + 1 || (!lists && inputs.size() > others + 1)) return std::nullopt;
  const size_t first = inputs.size() - others;
  ObjectDraft result;
  for (size_t i = 0; const auto argument = argument_at(row, i); ++i) {
    if (i == 0 && lists) {
      const ListDraft items(inputs.begin(), inputs.begin() + static_cast<std::ptrdiff_t>(first));
      result.put(argument->ours, make_list(document, items));
    } else {
      result.set(argument->ours, inputs[i == 0 ? 0 : first + i - 1]);
    }
  }
  if (row.fix) result.put("node", node);
  return result;
}

}  // namespace

void fix_tf_node(LayerDraft& layer) {
  const Value* found = layer.config.find("node_def");
  if (!found || !found->is_object()) return;
  const Value node = *found;
  const Value* constants = layer.config.find("constants");
  const std::string_view op = node.string_of("op");
  const auto row = std::find_if(std::begin(kNodes), std::end(kNodes),
                                [op](const TfCounterpart& candidate) { return candidate.name == op; });
  if (row == std::end(kNodes)) return;
  std::vector<ObjectDraft> arguments;
  for (const CallDraft& call : layer.calls) {
    const auto inputs = inputs_of(node, constants, call);
    if (!inputs) return;
    const auto made = arguments_of(*row, layer.document, node, *inputs);
    if (!made) return;
    arguments.push_back(*made);
  }
  become_operation(layer, *row, std::move(arguments));
}

}  // namespace nnsummary
