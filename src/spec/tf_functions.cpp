#include <algorithm>

#include "spec/tf_ops.h"

namespace nnsummary {
namespace {

bool is_tensor(const Value& value) { return value.string_of("class_name") == "__keras_tensor__"; }

void set_default(ObjectDraft& arguments, std::string_view name, int64_t value) {
  const Value* given = arguments.find(name);
  if (!given || given->is_null()) arguments.put(name, Value::of_int(value));
}

bool first_axis(Document&, ObjectDraft& arguments) {
  set_default(arguments, "axis", 0);
  return true;
}

// TensorFlow doesn't approximate by default, and Keras does.
bool gelu(Document&, ObjectDraft& arguments) {
  if (!arguments.find("approximate")) arguments.put("approximate", Value::of_bool(false));
  return true;
}

bool is_absent_or_zero(const ObjectDraft& arguments, std::string_view name) {
  const Value* value = arguments.find(name);
  return !value || value->is_null() || (value->is_int() && value->integer() == 0);
}

bool gather(Document& document, ObjectDraft& arguments) {
  return is_absent_or_zero(arguments, "batch_dims") && first_axis(document, arguments);
}

// Replaces a size that is a tensor by null, and keeps the tensor as an argument, since it is a connection.
bool sizes(Document& document, ObjectDraft& arguments) {
  const auto shape = arguments.take("newshape");
  if (!shape || !shape->value.is_list()) return false;
  ListDraft known;
  ListDraft tensors;
  for (const Value& size : shape->value.items()) {
    known.push_back(is_tensor(size) ? ValueDraft{} : kept(size));
    if (is_tensor(size)) tensors.push_back(kept(size));
  }
  arguments.set("newshape", ValueDraft{make_list(document, known), shape->original});
  if (!tensors.empty()) arguments.put("sizes", make_list(document, tensors));
  return true;
}

// TensorFlow takes the sizes of the parts, keras.ops the indices at which they begin.
bool split(Document& document, ObjectDraft& arguments) {
  set_default(arguments, "axis", 0);
  const Value* given = arguments.find("indices_or_sections");
  if (!given || !given->is_list()) return given != nullptr;
  const ValueDraft parts = *arguments.take("indices_or_sections");
  ListDraft places;
  int64_t place = 0;
  for (size_t i = 0; i + 1 < parts.value.items().size(); ++i) {
    const Value& size = parts.value.items()[i];
    if (!size.is_int() || size.integer() < 0 || __builtin_add_overflow(place, size.integer().get(), &place))
      return false;
    places.push_back({Value::of_int(place), &size});
  }
  arguments.set("indices_or_sections", ValueDraft{make_list(document, places), parts.original});
  return true;
}

// Converts one index of a slice: {"start": …, "stop": …, "step": …} becomes a slice, anything else is kept. Returns
// nullopt if it depends on a tensor.
std::optional<ValueDraft> index(Document& document, const Value& spec) {
  if (is_tensor(spec)) return std::nullopt;
  if (spec.string_of("class_name") == "__ellipsis__") {
    const Value none = ObjectDraft().build(document);
    return ValueDraft{make_object(document, {{"class_name", Value::of_string("__ellipsis__")}, {"config", none}}),
                      &spec};
  }
  if (!spec.find("start")) return kept(spec);
  const bool varies = std::any_of(spec.members().begin(), spec.members().end(),
                                  [](const Member& bound) { return !bound.value.is_int() && !bound.value.is_null(); });
  if (varies) return std::nullopt;
  ObjectDraft slice;
  slice.put("class_name", Value::of_string("__slice__"));
  slice.set("config", kept(spec));
  return ValueDraft{slice.build(document), &spec};
}

bool get_item(Document& document, ObjectDraft& arguments) {
  const auto spec = arguments.take("key");
  if (!spec) return false;
  ListDraft key;
  const std::span<const Value> items = spec->value.is_list() ? spec->value.items() : std::span(&spec->value, 1);
  for (const Value& item : items) {
    const auto made = index(document, item);
    if (!made) return false;
    key.push_back(*made);
  }
  arguments.set("key", ValueDraft{make_list(document, key), spec->original});
  return true;
}

constexpr TfCounterpart kFunctions[] = {
    {"__operators__.getitem", "GetItem", "numpy", "tensor=x slice_spec=key", get_item},
    {"__operators__.add", "Add", "numpy", "x=x1 y=x2"},
    {"__operators__.ne", "NotEqual", "numpy", "self=x1 other=x2"},
    {"__operators__.eq", "Equal", "numpy", "self=x1 other=x2"},
    {"math.add", "Add", "numpy", "x=x1 y=x2"},
    {"math.subtract", "Subtract", "numpy", "x=x1 y=x2"},
    {"math.multiply", "Multiply", "numpy", "x=x1 y=x2"},
    {"math.truediv", "TrueDivide", "numpy", "x=x1 y=x2"},
    {"math.divide", "Divide", "numpy", "x=x1 y=x2"},
    {"math.floordiv", "FloorDivide", "numpy", "x=x1 y=x2"},
    {"math.floormod", "Mod", "numpy", "x=x1 y=x2"},
    {"math.pow", "Power", "numpy", "x=x1 y=x2"},
    {"math.maximum", "Maximum", "numpy", "x=x1 y=x2"},
    {"math.minimum", "Minimum", "numpy", "x=x1 y=x2"},
    {"math.greater", "Greater", "numpy", "x=x1 y=x2"},
    {"math.greater_equal", "GreaterEqual", "numpy", "x=x1 y=x2"},
    {"math.less", "Less", "numpy", "x=x1 y=x2"},
    {"math.less_equal", "LessEqual", "numpy", "x=x1 y=x2"},
    {"math.equal", "Equal", "numpy", "x=x1 y=x2"},
    {"math.not_equal", "NotEqual", "numpy", "x=x1 y=x2"},
    {"math.logical_and", "LogicalAnd", "numpy", "x=x1 y=x2"},
    {"math.logical_or", "LogicalOr", "numpy", "x=x1 y=x2"},
    {"math.logical_not", "LogicalNot", "numpy", "x"},
    {"math.abs", "Abs", "numpy", "x"},
    {"math.negative", "Negative", "numpy", "x"},
    {"math.sigmoid", "Sigmoid", "nn", "x"},
    {"math.tanh", "Tanh", "numpy", "x"},
    {"math.exp", "Exp", "numpy", "x"},
    {"math.log", "Log", "numpy", "x"},
    {"math.log1p", "Log1p", "numpy", "x"},
    {"math.sqrt", "Sqrt", "numpy", "x"},
    {"math.rsqrt", "Rsqrt", "math", "x"},
    {"math.square", "Square", "numpy", "x"},
    {"math.sign", "Sign", "numpy", "x"},
    {"math.sin", "Sin", "numpy", "x"},
    {"math.cos", "Cos", "numpy", "x"},
    {"math.floor", "Floor", "numpy", "x"},
    {"math.ceil", "Ceil", "numpy", "x"},
    {"math.round", "Round", "numpy", "x"},
    {"math.softplus", "Softplus", "nn", "features=x"},
    {"math.l2_normalize", "Normalize", "nn", "x axis"},
    {"math.argmax", "Argmax", "numpy", "input=x axis", first_axis},
    {"math.argmin", "Argmin", "numpy", "input=x axis", first_axis},
    {"math.reduce_mean", "Mean", "numpy", "input_tensor=x axis keepdims"},
    {"math.reduce_sum", "Sum", "numpy", "input_tensor=x axis keepdims"},
    {"math.reduce_max", "Max", "numpy", "input_tensor=x axis keepdims"},
    {"math.reduce_min", "Min", "numpy", "input_tensor=x axis keepdims"},
    {"math.reduce_prod", "Prod", "numpy", "input_tensor=x axis keepdims"},
    {"math.reduce_std", "Std", "numpy", "input_tensor=x axis keepdims"},
    {"math.reduce_variance", "Var", "numpy", "input_tensor=x axis keepdims"},
    {"math.cumsum", "Cumsum", "numpy", "x axis", first_axis},
    {"nn.relu", "Relu", "nn", "features=x"},
    {"nn.relu6", "Relu6", "nn", "features=x"},
    {"nn.leaky_relu", "LeakyRelu", "nn", "features=x"},
    {"nn.elu", "Elu", "nn", "features=x"},
    {"nn.selu", "Selu", "nn", "features=x"},
    {"nn.gelu", "Gelu", "nn", "features=x approximate", gelu},
    {"nn.silu", "Silu", "nn", "features=x"},
    {"nn.softmax", "Softmax", "nn", "logits=x axis"},
    {"nn.log_softmax", "LogSoftmax", "nn", "logits=x axis"},
    {"cast", "Cast", "core", "x dtype"},
    {"clip_by_value", "Clip", "numpy", "t=x clip_value_min=x_min clip_value_max=x_max"},
    {"concat", "Concatenate", "numpy", "values=xs axis"},
    {"stack", "Stack", "numpy", "values=x axis"},
    {"unstack", "Unstack", "core", "value=x num axis"},
    {"split", "Split", "numpy", "value=x num_or_size_splits=indices_or_sections axis", split},
    {"expand_dims", "ExpandDims", "numpy", "input=x axis"},
    {"squeeze", "Squeeze", "numpy", "input=x axis"},
    {"compat.v1.squeeze", "Squeeze", "numpy", "input=x axis"},
    {"reshape", "Reshape", "numpy", "tensor=x shape=newshape", sizes},
    {"tile", "Tile", "numpy", "input=x multiples=repeats"},
    {"transpose", "Transpose", "numpy", "a=x perm=axes"},
    {"compat.v1.transpose", "Transpose", "numpy", "a=x perm=axes"},
    {"pad", "Pad", "numpy", "tensor=x paddings=pad_width"},
    {"compat.v1.pad", "Pad", "numpy", "tensor=x paddings=pad_width"},
    {"gather", "Take", "numpy", "params=x indices axis batch_dims", gather},
    {"compat.v1.gather", "Take", "numpy", "params=x indices axis batch_dims", gather},
    {"one_hot", "OneHot", "nn", "indices=x depth=num_classes axis"},
    {"where", "Where", "numpy", "condition x=x1 y=x2"},
    {"zeros_like", "ZerosLike", "numpy", "input=x"},
    {"ones_like", "OnesLike", "numpy", "input=x"},
    {"shape", "Shape", "tensorflow", "input=x"},
    {"compat.v1.shape", "Shape", "tensorflow", "input=x"},
    {"linalg.matmul", "Matmul", "tensorflow", "a b transpose_a transpose_b adjoint_a adjoint_b"},
    {"stop_gradient", "StopGradient", "core", "input=variable"},
    {"identity", "Copy", "numpy", "input=x"},
    {"image.resize", "Resize", "image", "images size"},
};

// Returns a call's arguments under their names in keras.ops. Arguments that the row doesn't list don't affect shapes.
ObjectDraft arguments_of(const CallDraft& call, const TfCounterpart& row) {
  ObjectDraft result;
  ObjectDraft keywords = call.kwargs;
  for (size_t i = 0; const auto argument = argument_at(row, i); ++i) {
    const auto keyword = keywords.take(argument->name);
    if (i < call.args.size()) {
      result.set(argument->ours, call.args[i]);
    } else if (keyword) {
      result.set(argument->ours, *keyword);
    }
  }
  return result;
}

}  // namespace

std::optional<TfArgument> argument_at(const TfCounterpart& row, size_t index) {
  std::string_view args = row.args;
  for (size_t i = 0; !args.empty(); ++i) {
    const std::string_view token = args.substr(0, args.find(' '));
    const size_t equals = token.find('=');
    args.remove_prefix(std::min(token.size() + 1, args.size()));
    if (i < index) continue;
    const size_t name = token.starts_with('*') ? 1 : 0;
    return TfArgument{token.substr(name, equals), token.substr(equals == token.npos ? name : equals + 1)};
  }
  return std::nullopt;
}

void become_operation(LayerDraft& layer, const TfCounterpart& row, std::vector<ObjectDraft> arguments) {
  for (ObjectDraft& one : arguments) {
    if (row.fix && !row.fix(layer.document, one)) return;
  }
  layer.class_name = row.op;
  layer.module = make_string(layer.document, "keras.src.ops." + std::string(row.module)).string();
  for (const std::string_view own : {"function", "dtype", "node_def", "constants"}) layer.config.drop(own);
  const std::string_view first = argument_at(row, 0)->ours;
  for (size_t i = 0; i < layer.calls.size(); ++i) {
    layer.calls[i].args.clear();
    if (const auto input = arguments[i].take(first)) layer.calls[i].args.push_back(*input);
    layer.calls[i].kwargs = std::move(arguments[i]);
  }
}

namespace {

const TfCounterpart* counterpart_of(std::string_view function) {
  const auto row = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                [function](const TfCounterpart& candidate) { return candidate.name == function; });
  return row == std::end(kFunctions) ? nullptr : row;
}

bool takes(const TfCounterpart& row, std::string_view name) {
  for (size_t i = 0; const auto argument = argument_at(row, i); ++i) {
    if (argument->name == name) return true;
  }
  return false;
}

// Returns an argument that the row doesn't list, among the keyword arguments of the calls in `nodes`.
std::string_view argument_lost(const TfCounterpart& row, const Value& nodes) {
  for (const Value& item : nodes.items()) {
    for (const Member& member : item.members()) {
      if (member.key != "name" && !takes(row, member.key) && !is_default(member.value)) return member.key;
    }
    const std::string_view lost = argument_lost(row, item);
    if (!lost.empty()) return lost;
  }
  return {};
}

// Returns true for a call on a list of tensors, which TensorFlow stacks, of a function that expects one.
bool stacks_tensors(const ObjectDraft& arguments, const TfCounterpart& row) {
  if (row.op == "Concatenate" || row.op == "Stack") return false;
  const Value* first = arguments.find(argument_at(row, 0)->ours);
  const auto is_tensor = [](const Value& item) { return item.is_object(); };
  return first && first->is_list() && std::any_of(first->items().begin(), first->items().end(), is_tensor);
}

}  // namespace

void fix_tf_function(LayerDraft& layer) {
  const TfCounterpart* row = counterpart_of(layer.config.string_of("function"));
  if (!row) return;
  std::vector<ObjectDraft> arguments;
  for (const CallDraft& call : layer.calls) {
    arguments.push_back(arguments_of(call, *row));
    if (stacks_tensors(arguments.back(), *row)) return;
  }
  become_operation(layer, *row, std::move(arguments));
}

bool is_default(const Value& value) {
  return value.is_null() || (value.is_bool() && !value.boolean()) || (value.is_int() && value.integer() == 0);
}

std::string_view argument_lost(const Value& record) {
  const Value* config = record.find("config");
  if (!config) return {};
  // A Cast in a graph has become a copy, which has the same shape.
  const Value* node = config->find("node_def");
  if (node) return node->string_of("op") == "Cast" ? "DstT" : "";
  const TfCounterpart* row = counterpart_of(config->string_of("function"));
  const Value* nodes = record.find("inbound_nodes");
  return row && nodes ? argument_lost(*row, *nodes) : std::string_view();
}

}  // namespace nnsummary
