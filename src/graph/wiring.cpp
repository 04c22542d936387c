#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <queue>
#include <unordered_map>
#include <unordered_set>

#include "graph/graph.h"
#include "graph/order.h"

namespace nnsummary {
namespace {

constexpr int kDeepestArgument = 100;

// The origin of a tensor as the file has it: [layer, node, tensor].
struct History {
  std::string_view layer;
  Integer node = 0;
  Integer tensor = 0;
};

bool is_index(Integer value) { return value >= 0 && value < UINT32_MAX; }
uint32_t index_of(Integer value) { return static_cast<uint32_t>(value.get()); }

std::optional<History> history_of(const Value& value) {
  if (!value.is_list() || value.items().size() != 3) return std::nullopt;
  const auto items = value.items();
  if (!items[0].is_string() || !items[1].is_int() || !items[2].is_int()) return std::nullopt;
  return History{items[0].string(), items[1].integer(), items[2].integer()};
}

// Builds the graphs of nested models; `path` is the model's own, empty for the outermost.
std::shared_ptr<const Graph> build(std::shared_ptr<const ModelSpec> spec, const std::string& path, Report& report);

std::string join(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "/" + std::string(name);
}

void report_layer(const LayerSpec& layer, const Value* value, const std::string& model_path, std::string message,
                  Report& report, std::string_view code = "invalid") {
  report.error(value, {layer.name, layer.class_name, join(model_path, layer.name)}, std::move(message), code);
}

// Wires one functional model. Calls are made in the order of the file once the tensors that they need exist; a call
// that has to wait is made in the first later pass over the file that finds them, as in Keras's functional_from_config.
class Wiring {
 public:
  Wiring(Graph& graph, const std::string& path, Report& report) : graph_(graph), path_(path), report_(report) {}

  void wire();

 private:
  struct Pending {
    size_t pass;
    uint32_t operation;
    bool operator<(const Pending& other) const {
      return std::pair(pass, operation) > std::pair(other.pass, other.operation);
    }
  };

  void add_operations();
  void make_calls();
  // Makes the calls of an operation up to the first that has to wait.
  void make_calls_of(Pending pending);
  Argument argument(const Value& value, int depth);
  Argument tensor_argument(const Value& value);
  void collect(const Argument& argument, std::vector<TensorRef>& tensors) const;
  Node node(const CallSpec& call);
  void wake(Pending made);
  void report_waiting();
  std::vector<TensorRef> ends(const Value& structure);
  void add_end(const Value& value, std::vector<TensorRef>& result);

  [[noreturn]] void fail_layer(const Value& value, std::string message, std::string_view code = "invalid");
  [[noreturn]] void fail_model(const Value& value, std::string message);

  Graph& graph_;
  const std::string& path_;
  Report& report_;
  std::unordered_map<std::string_view, uint32_t> by_key_;
  std::priority_queue<Pending> queue_;
  std::unordered_map<uint64_t, std::vector<uint32_t>> waiting_;  // operations, by the node that they wait for
  std::vector<uint32_t> made_;                                   // number of calls made, by operation
  uint32_t current_ = 0;                                         // operation whose calls are made
};

void Wiring::fail_layer(const Value& value, std::string message, std::string_view code) {
  report_layer(*graph_.operations[current_].spec, &value, path_, std::move(message), report_, code);
  throw ModelError(report_.diagnostics());
}

void Wiring::fail_model(const Value& value, std::string message) {
  report_.error(&value, {graph_.spec->name, graph_.spec->class_name, path_}, std::move(message));
  throw ModelError(report_.diagnostics());
}

void Wiring::add_operations() {
  const ModelSpec& spec = *graph_.spec;
  graph_.operations.reserve(spec.layers.size());
  std::unordered_set<std::string_view> other_names;
  for (const LayerSpec& layer : spec.layers) {
    const auto index = static_cast<uint32_t>(graph_.operations.size());
    if (!by_key_.emplace(layer.key, index).second) {
      report_layer(layer, layer.origin, path_, "the name is used twice in this model: all names must differ", report_);
    }
    // Calls refer to a key, but the names must differ as well.
    if (layer.key != layer.name && !other_names.insert(layer.name).second) {
      report_layer(layer, layer.origin, path_, "the name is used twice in this model: all names must differ", report_);
    }
    Operation& operation = graph_.operations.emplace_back();
    operation.spec = &layer;
    if (layer.model) operation.model = build(layer.model, join(path_, layer.name), report_);
    if (layer.class_name == "InputLayer") {
      operation.nodes.emplace_back();
      graph_.calls.push_back({index, 0});
    }
  }
}

Argument Wiring::tensor_argument(const Value& value) {
  Argument result;
  result.type = Argument::Type::Tensor;
  result.value = &value;
  const Value* config = value.find("config");
  const Value* place = config ? config->find("keras_history") : nullptr;
  const auto history = place ? history_of(*place) : std::nullopt;
  if (!history || !is_index(history->node) || !is_index(history->tensor)) {
    fail_layer(value, "expected a tensor with 'keras_history': [layer, node index, tensor index]");
  }
  const auto found = by_key_.find(history->layer);
  if (found == by_key_.end()) {
    fail_layer(value, fmt::format("is called on a tensor of '{}', which is no layer of this model", history->layer));
  }
  result.tensor = {found->second, index_of(history->node), index_of(history->tensor)};
  return result;
}

Argument Wiring::argument(const Value& value, int depth) {
  if (value.is_object() && value.find("class_name") && value.find("config")) {
    if (value.string_of("class_name") == "__keras_tensor__") return tensor_argument(value);
  }
  Argument result;
  result.value = &value;
  const bool plain_object = value.is_object() && !value.find("class_name");
  if (!value.is_list() && !plain_object) return result;
  if (depth > kDeepestArgument) {
    fail_layer(value, fmt::format("an argument is nested deeper than {} levels", kDeepestArgument), "limit");
  }
  if (value.is_list()) {
    for (const Value& item : value.items()) result.items.push_back(argument(item, depth + 1));
  } else {
    for (const Member& member : value.members()) {
      result.keys.push_back(member.key);
      result.items.push_back(argument(member.value, depth + 1));
    }
  }
  const bool has_tensor = std::any_of(result.items.begin(), result.items.end(),
                                      [](const Argument& item) { return item.type != Argument::Type::Value; });
  if (has_tensor) {
    result.type = value.is_list() ? Argument::Type::List : Argument::Type::Dict;
  } else {
    result.items.clear();
    result.keys.clear();
  }
  return result;
}

// Collects tensors in the order in which Keras flattens: the items of a list, and the values of a dict by sorted key.
void Wiring::collect(const Argument& argument, std::vector<TensorRef>& tensors) const {
  if (argument.type == Argument::Type::Tensor) tensors.push_back(argument.tensor);
  if (argument.type == Argument::Type::List) {
    for (const Argument& item : argument.items) collect(item, tensors);
  }
  if (argument.type == Argument::Type::Dict) {
    std::vector<size_t> order(argument.items.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return argument.keys[a] < argument.keys[b]; });
    for (const size_t i : order) collect(argument.items[i], tensors);
  }
}

Node Wiring::node(const CallSpec& call) {
  Node result;
  for (const Value& arg : call.args->items()) result.args.push_back(argument(arg, 0));
  if (call.kwargs) {
    for (const Member& member : call.kwargs->members())
      result.kwargs.push_back({member.key, argument(member.value, 0)});
  }
  for (const Argument& arg : result.args) collect(arg, result.inputs);
  std::vector<const Keyword*> keywords;
  for (const Keyword& keyword : result.kwargs) keywords.push_back(&keyword);
  // Keras 3 flattens keyword arguments by name; earlier versions keep their order.
  if (graph_.spec->writer.era == Era::Keras3) {
    std::sort(keywords.begin(), keywords.end(), [](const Keyword* a, const Keyword* b) { return a->name < b->name; });
  }
  for (const Keyword* keyword : keywords) collect(keyword->value, result.inputs);
  return result;
}

uint64_t key_of(uint32_t operation, uint32_t node) { return uint64_t{operation} << 32 | node; }

void Wiring::make_calls_of(Pending pending) {
  Operation& operation = graph_.operations[pending.operation];
  const std::vector<CallSpec>& calls = operation.spec->calls;
  current_ = pending.operation;
  while (made_[pending.operation] < calls.size()) {
    Node made = node(calls[made_[pending.operation]]);
    for (const TensorRef input : made.inputs) {
      if (input.node < graph_.operations[input.operation].nodes.size()) continue;
      waiting_[key_of(input.operation, input.node)].push_back(pending.operation);
      return;
    }
    operation.nodes.push_back(std::move(made));
    graph_.calls.push_back({pending.operation, static_cast<uint32_t>(operation.nodes.size() - 1)});
    ++made_[pending.operation];
    wake(pending);
  }
}

// Queues the operations that waited for the call just made: for this pass if they come later in the file.
void Wiring::wake(Pending made) {
  const auto node = static_cast<uint32_t>(graph_.operations[made.operation].nodes.size() - 1);
  const auto found = waiting_.find(key_of(made.operation, node));
  if (found == waiting_.end()) return;
  for (const uint32_t operation : found->second) {
    queue_.push({operation > made.operation ? made.pass : made.pass + 1, operation});
  }
  waiting_.erase(found);
}

void Wiring::make_calls() {
  made_.assign(graph_.operations.size(), 0);
  for (uint32_t i = 0; i < graph_.operations.size(); ++i) queue_.push({0, i});
  while (!queue_.empty()) {
    const Pending next = queue_.top();
    queue_.pop();
    make_calls_of(next);
  }
}

void Wiring::report_waiting() {
  const size_t errors = report_.errors();
  for (uint32_t i = 0; i < graph_.operations.size(); ++i) {
    const LayerSpec& spec = *graph_.operations[i].spec;
    if (made_[i] == spec.calls.size()) continue;
    report_layer(spec, spec.calls[made_[i]].args, path_,
                 "is called on a tensor that no call makes: the graph has a loop, or a node index is wrong", report_);
  }
  if (report_.errors() > errors) report_.throw_errors();
}

void Wiring::add_end(const Value& value, std::vector<TensorRef>& result) {
  const History history = *history_of(value);
  const auto found = by_key_.find(history.layer);
  Integer node = history.node;
  Integer nodes = 0;
  if (found != by_key_.end()) {
    const Operation& operation = graph_.operations[found->second];
    nodes = static_cast<int64_t>(operation.nodes.size());
    // A functional model that was called is written with its own construction as node 0.
    if (operation.model && !operation.model->spec->sequential) node = node - 1;
    if (node < 0) node = node + nodes;
  }
  if (node < 0 || node >= nodes || !is_index(history.tensor)) {
    fail_model(value, fmt::format("expected [layer, node index, tensor index] of a tensor in this model, found {}",
                                  describe(value)));
  }
  result.push_back({found->second, index_of(node), index_of(history.tensor)});
}

// Returns the tensors of `input_layers` or `output_layers`, flattened.
std::vector<TensorRef> Wiring::ends(const Value& structure) {
  std::vector<TensorRef> result;
  std::vector<const Value*> stack{&structure};
  while (!stack.empty()) {
    const Value& value = *stack.back();
    stack.pop_back();
    if (history_of(value)) {
      add_end(value, result);
    } else if (value.is_list()) {
      const auto items = value.items();
      for (size_t i = items.size(); i-- > 0;) stack.push_back(&items[i]);
    } else if (value.is_object()) {
      std::vector<const Member*> members;
      for (const Member& member : value.members()) members.push_back(&member);
      std::sort(members.begin(), members.end(), [](auto* a, auto* b) { return a->key > b->key; });
      for (const Member* member : members) stack.push_back(&member->value);
    } else {
      fail_model(value, "expected [layer, node index, tensor index], or a list or dict of such");
    }
  }
  return result;
}

void Wiring::wire() {
  add_operations();
  make_calls();
  report_waiting();
  graph_.inputs = ends(*graph_.spec->inputs);
  graph_.outputs = ends(*graph_.spec->outputs);
  if (graph_.inputs.empty() || graph_.outputs.empty()) {
    fail_model(*graph_.spec->origin, "a functional model needs at least one input and one output");
  }
  if (!order_functional(graph_)) {
    report_.error(
        graph_.spec->outputs, {graph_.spec->name, graph_.spec->class_name, path_},
        "an output doesn't follow from the inputs: name the InputLayers that it depends on in 'input_layers'");
  }
}

// Reports names that are used twice, and a second InputLayer.
void check_chain(const ModelSpec& spec, const std::string& path, Report& report) {
  std::unordered_set<std::string_view> names;
  for (const LayerSpec& layer : spec.layers) {
    const bool first = &layer == &spec.layers.front();
    if (!names.insert(layer.name).second) {
      report_layer(layer, layer.origin, path, "the name is used twice in this model: all names must differ", report);
    }
    if (layer.class_name == "InputLayer" && !first && spec.layers.front().class_name == "InputLayer") {
      report_layer(layer, layer.origin, path, "a Sequential has one InputLayer, at its beginning", report);
    }
  }
}

// Wires a Sequential as a chain: each layer is called on all outputs of the one before.
void wire_sequential(Graph& graph, const std::string& path, Report& report) {
  const ModelSpec& spec = *graph.spec;
  check_chain(spec, path, report);
  const bool has_input = !spec.layers.empty() && spec.layers.front().class_name == "InputLayer";
  graph.implicit_input = !has_input;
  if (graph.implicit_input) graph.operations.emplace_back();
  for (const LayerSpec& layer : spec.layers) {
    Operation& operation = graph.operations.emplace_back();
    operation.spec = &layer;
    if (layer.model) operation.model = build(layer.model, join(path, layer.name), report);
  }
  for (uint32_t i = 0; i < graph.operations.size(); ++i) {
    Node& node = graph.operations[i].nodes.emplace_back();
    node.in_graph = true;
    graph.calls.push_back({i, 0});
    if (i == 0) continue;
    Argument& before = node.args.emplace_back();
    before.type = Argument::Type::Returned;
    before.tensor = {i - 1, 0, 0};
    graph.rows.push_back(i);
  }
  // A nested model that comes first isn't called: the layers after it extend its own graph.
  const bool first_is_model = graph.operations.size() > 1 && graph.operations[1].model;
  if (first_is_model && !lists_input(spec)) graph.branching = graph.operations[1].model->branching;
  graph.inputs = {{0, 0, 0}};
  if (!graph.operations.empty()) graph.outputs = {{static_cast<uint32_t>(graph.operations.size() - 1), 0, 0}};
}

// Lists the rows of a Sequential of Keras 1 that was read as a graph: its layers in the order of the file, without the
// Merge and the inputs.
void list_merged_sequential(Graph& graph) {
  graph.rows.clear();
  for (uint32_t i = 0; i < graph.operations.size(); ++i) {
    const LayerSpec& layer = *graph.operations[i].spec;
    if (layer.class_name != "InputLayer" && layer.printed_class != "Merge") graph.rows.push_back(i);
  }
}

std::shared_ptr<const Graph> build(std::shared_ptr<const ModelSpec> spec, const std::string& path, Report& report) {
  auto graph = std::make_shared<Graph>();
  graph->spec = std::move(spec);
  if (graph->spec->sequential) {
    wire_sequential(*graph, path, report);
  } else {
    Wiring(*graph, path, report).wire();
    if (graph->spec->printed_class == "Sequential") list_merged_sequential(*graph);
  }
  return graph;
}

}  // namespace

std::shared_ptr<const Graph> build_graph(std::shared_ptr<const ModelSpec> spec, Report& report) {
  return build(std::move(spec), {}, report);
}

}  // namespace nnsummary
