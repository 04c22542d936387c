// How the layers of one model are wired: every call of a layer is a node, as in Keras, and nodes have the indices, the
// depths and the order that Keras gives them when it loads the file. Nothing here knows what a layer does.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "nnsummary/summary.h"
#include "spec/spec.h"

namespace nnsummary {

// One output of one call of an operation, all three counted from 0.
struct TensorRef {
  uint32_t operation = 0;  // index into Graph::operations
  uint32_t node = 0;
  uint32_t tensor = 0;
  friend bool operator==(TensorRef, TensorRef) = default;
};

// What stands for an argument of a call: a tensor, all that a call returned, a value of the file, or a list or dict of
// arguments.
struct Argument {
  enum class Type : uint8_t { Value, Tensor, Returned, List, Dict };

  Type type = Type::Value;
  TensorRef tensor;
  const Value* value = nullptr;        // where it stands in the file; its value, if it is one
  std::vector<Argument> items;         // of a list or dict
  std::vector<std::string_view> keys;  // of a dict, one an item
};

struct Keyword {
  std::string_view name;
  Argument value;
};

struct Node {
  std::vector<Argument> args;
  std::vector<Keyword> kwargs;
  std::vector<TensorRef> inputs;  // every tensor among the arguments, in Keras's order; of a Functional only
  bool in_graph = false;          // an output depends on it, or it is an input
};

struct Graph;

// A layer or operation of the model, with its calls.
struct Operation {
  const LayerSpec* spec = nullptr;
  std::shared_ptr<const Graph> model;  // if it is a model itself
  std::vector<Node> nodes;
};

struct NodeRef {
  uint32_t operation;
  uint32_t node;
};

struct Graph {
  std::shared_ptr<const ModelSpec> spec;
  std::vector<Operation> operations;  // as listed in the file
  std::vector<NodeRef> calls;         // in the order in which they are made on loading
  std::vector<uint32_t> rows;         // operations in the order in which they are listed
  std::vector<TensorRef> inputs;
  std::vector<TensorRef> outputs;
  Branching branching;
  // A Sequential without an InputLayer of its own gets one; it is operations[0] then, with a null spec.
  bool implicit_input = false;
};

// Wires a model and those nested in it. Errors go to the report; throws ModelError where there is no graph.
std::shared_ptr<const Graph> build_graph(std::shared_ptr<const ModelSpec> spec, Report& report);

}  // namespace nnsummary
