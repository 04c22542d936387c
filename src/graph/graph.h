// The graph of a model: each call of a layer is a node, as in Keras, with the index and the order that Keras gives it
// when it loads the file.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "nnsummary/summary.h"
#include "spec/spec.h"

namespace nnsummary {

// One output of one call of an operation; all three are indices from 0.
struct TensorRef {
  uint32_t operation = 0;  // index into Graph::operations
  uint32_t node = 0;
  uint32_t tensor = 0;
  friend bool operator==(TensorRef, TensorRef) = default;
};

// An argument of a call: a tensor, all outputs of a call, a value of the file, or a list or dict of arguments.
struct Argument {
  enum class Type : uint8_t { Value, Tensor, Returned, List, Dict };

  Type type = Type::Value;
  TensorRef tensor;
  const Value* value = nullptr;        // the value, or where the tensor or structure stands in the file
  std::vector<Argument> items;         // of a list or dict
  std::vector<std::string_view> keys;  // of a dict, parallel to items
};

struct Keyword {
  std::string_view name;
  Argument value;
};

struct Node {
  std::vector<Argument> args;
  std::vector<Keyword> kwargs;
  std::vector<TensorRef> inputs;  // tensors among the arguments in Keras's order; empty in a Sequential
  bool in_graph = false;          // an output depends on it, or it is an input
};

struct Graph;

// A layer or operation of a model, and its calls.
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
  std::vector<Operation> operations;  // in the order of the file
  std::vector<NodeRef> calls;         // in the order in which Keras makes them on loading
  std::vector<uint32_t> rows;         // operations in the order of the table
  std::vector<TensorRef> inputs;
  std::vector<TensorRef> outputs;
  Branching branching;
  // True for a Sequential without an InputLayer: operations[0] stands for one, with a null spec.
  bool implicit_input = false;
};

// Builds the graph of a model and of those nested in it. Errors go to the report; throws ModelError if there is none.
std::shared_ptr<const Graph> build_graph(std::shared_ptr<const ModelSpec> spec, Report& report);

}  // namespace nnsummary
