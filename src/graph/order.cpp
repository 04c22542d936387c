#include "graph/order.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

namespace nnsummary {
namespace {

constexpr int kNone = -1;

// Numbers the nodes of all operations in one sequence.
class Order {
 public:
  explicit Order(Graph& graph) : graph_(graph) {
    for (const Operation& operation : graph.operations) {
      first_node_.push_back(static_cast<uint32_t>(owner_.size()));
      owner_.insert(owner_.end(), operation.nodes.size(), static_cast<uint32_t>(first_node_.size() - 1));
    }
    node_depth_.assign(owner_.size(), kNone);
    operation_depth_.assign(graph.operations.size(), kNone);
    first_visit_.assign(graph.operations.size(), kNone);
    visited_.assign(owner_.size(), false);
  }

  void traverse();
  void measure_depths();
  void add_unused_inputs();
  void list_rows();
  Branching branching() const;
  bool outputs_follow_from_inputs() const;
  void mark_nodes();

 private:
  uint32_t number(TensorRef tensor) const { return first_node_[tensor.operation] + tensor.node; }
  Node& node(uint32_t number) {
    const uint32_t operation = owner_[number];
    return graph_.operations[operation].nodes[number - first_node_[operation]];
  }
  const Node& node(uint32_t number) const { return const_cast<Order*>(this)->node(number); }
  void visit_from(uint32_t start);
  void enter(uint32_t number);
  int rank_of(uint32_t operation) const { return operation_depth_[operation]; }

  Graph& graph_;
  std::vector<uint32_t> first_node_;     // number of an operation's first node
  std::vector<uint32_t> owner_;          // operation that a node belongs to
  std::vector<int> node_depth_;          // longest path from a node to an output
  std::vector<int> operation_depth_;     // of its deepest node
  std::vector<int> first_visit_;         // rank of an operation by its first visit
  std::vector<bool> visited_;            // nodes
  std::vector<uint32_t> finished_;       // nodes, inputs before what depends on them
  std::vector<uint32_t> unused_inputs_;  // operations
  int entered_ = 0;
};

void Order::enter(uint32_t number) {
  visited_[number] = true;
  int& first = first_visit_[owner_[number]];
  if (first == kNone) first = entered_++;
}

// Visits nodes depth first, along their input tensors in order.
void Order::visit_from(uint32_t start) {
  if (visited_[start]) return;
  std::vector<std::pair<uint32_t, size_t>> path{{start, 0}};
  enter(start);
  while (!path.empty()) {
    auto& [current, next] = path.back();
    const std::vector<TensorRef>& inputs = node(current).inputs;
    if (next == inputs.size()) {
      finished_.push_back(current);
      path.pop_back();
      continue;
    }
    const uint32_t child = number(inputs[next++]);
    if (!visited_[child]) {
      enter(child);
      path.emplace_back(child, 0);
    }
  }
}

void Order::traverse() {
  for (const TensorRef output : graph_.outputs) visit_from(number(output));
}

// An operation is as deep as its deepest node so far, and nodes visited later are at least as deep as their operation.
void Order::measure_depths() {
  for (size_t i = finished_.size(); i-- > 0;) {
    const uint32_t current = finished_[i];
    int& operation_depth = operation_depth_[owner_[current]];
    const int depth = std::max({node_depth_[current], operation_depth, 0});
    operation_depth = depth;
    node_depth_[current] = depth;
    for (const TensorRef input : node(current).inputs) {
      int& input_depth = node_depth_[number(input)];
      input_depth = std::max(input_depth, depth + 1);
    }
  }
}

void Order::add_unused_inputs() {
  for (const TensorRef input : graph_.inputs) {
    if (operation_depth_[input.operation] != kNone) continue;
    operation_depth_[input.operation] = 0;
    node_depth_[number(input)] = 0;
    unused_inputs_.push_back(input.operation);
  }
}

void Order::list_rows() {
  for (uint32_t operation = 0; operation < graph_.operations.size(); ++operation) {
    if (first_visit_[operation] != kNone) graph_.rows.push_back(operation);
  }
  std::sort(graph_.rows.begin(), graph_.rows.end(), [this](uint32_t a, uint32_t b) {
    return std::pair(-rank_of(a), first_visit_[a]) < std::pair(-rank_of(b), first_visit_[b]);
  });
  const auto last_depth = std::find_if(graph_.rows.begin(), graph_.rows.end(),
                                       [this](uint32_t operation) { return rank_of(operation) == 0; });
  graph_.rows.insert(last_depth, unused_inputs_.begin(), unused_inputs_.end());
}

Branching Order::branching() const {
  Branching result;
  std::unordered_set<int> depths;
  for (uint32_t i = 0; i < owner_.size(); ++i) {
    if (node_depth_[i] == kNone) continue;
    result.parallel |= !depths.insert(node_depth_[i]).second;
    result.merges |= node(i).inputs.size() > 1;
  }
  result.shares = std::any_of(graph_.operations.begin(), graph_.operations.end(), [](const Operation& operation) {
    const auto used = std::count_if(operation.nodes.begin(), operation.nodes.end(), [](auto& n) { return n.in_graph; });
    return !operation.spec->is_operation() && used > 1;
  });
  return result;
}

bool Order::outputs_follow_from_inputs() const {
  std::vector<bool> computable(owner_.size(), false);
  for (const TensorRef input : graph_.inputs) computable[number(input)] = true;
  for (const uint32_t current : finished_) {
    const std::vector<TensorRef>& inputs = node(current).inputs;
    if (inputs.empty()) continue;
    computable[current] =
        std::all_of(inputs.begin(), inputs.end(), [&](TensorRef input) { return computable[number(input)]; });
  }
  return std::all_of(graph_.outputs.begin(), graph_.outputs.end(),
                     [&](TensorRef output) { return computable[number(output)]; });
}

void Order::mark_nodes() {
  for (uint32_t i = 0; i < owner_.size(); ++i) node(i).in_graph = node_depth_[i] != kNone;
}

}  // namespace

bool order_functional(Graph& graph) {
  Order order(graph);
  order.traverse();
  order.measure_depths();
  order.add_unused_inputs();
  order.list_rows();
  order.mark_nodes();
  graph.branching = order.branching();
  return order.outputs_follow_from_inputs();
}

}  // namespace nnsummary
