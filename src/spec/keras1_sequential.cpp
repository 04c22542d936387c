#include "spec/keras1_sequential.h"

#include <fmt/format.h>

#include "base/ascii.h"
#include "spec/draft.h"
#include "spec/spec.h"

namespace nnsummary {
namespace {

// Returns the layers that a Merge holds, or null if it is called on tensors, as in a graph.
const Value* branches_of(const Value& layer) {
  const Value* config = layer.string_of("class_name") == "Merge" ? layer.find("config") : nullptr;
  const Value* branches = config ? config->find("layers") : nullptr;
  return branches && branches->is_list() ? branches : nullptr;
}

class GraphBuilder {
 public:
  GraphBuilder(Document& document, Keras1Names& names) : document_(document), names_(names) {}

  // Adds the layers of a list as a chain. Returns the name of the last, or nullopt if an input shape is missing.
  std::optional<std::string_view> chain(const Value& list, int depth);
  Value graph(std::string_view name, std::string_view last) const;

 private:
  std::optional<std::vector<std::string_view>> sources_of(const Value& first, int depth);
  std::string_view add(const Value& layer, const std::vector<std::string_view>& sources);
  Value place(std::string_view layer) const {
    return make_list(document_, {{Value::of_string(layer)}, {Value::of_int(0)}, {Value::of_int(0)}});
  }
  Value places(const std::vector<std::string_view>& layers) const;

  Document& document_;
  Keras1Names& names_;
  ListDraft layers_;
  std::vector<std::string_view> inputs_;
};

Value GraphBuilder::places(const std::vector<std::string_view>& layers) const {
  ListDraft result;
  for (const std::string_view layer : layers) result.push_back({place(layer)});
  return make_list(document_, result);
}

std::string_view GraphBuilder::add(const Value& layer, const std::vector<std::string_view>& sources) {
  ObjectDraft made(layer);
  const Value* config = layer.find("config");
  if (branches_of(layer)) {
    ObjectDraft own(*config);
    own.drop("layers");
    made.set("config", ValueDraft{own.build(document_), config});
  }
  std::string_view name = config ? config->string_of("name") : std::string_view();
  // A model in a list has no name: use its index.
  if (name.empty()) name = make_string(document_, fmt::format("layer {}", layers_.size())).string();
  made.put("name", Value::of_string(name));
  made.put("inbound_nodes", make_list(document_, {{places(sources)}}));
  layers_.push_back({made.build(document_), &layer});
  return name;
}

// Returns the layers that a first layer is called on: a new input, or the ends of the branches of a Merge.
std::optional<std::vector<std::string_view>> GraphBuilder::sources_of(const Value& first, int depth) {
  std::vector<std::string_view> result;
  if (const Value* branches = branches_of(first)) {
    for (const Value& branch : branches->items()) {
      const Value* config = branch.find("config");
      const bool sequential = branch.string_of("class_name") == "Sequential" && config && config->is_list();
      if (sequential) ++names_.sequentials;
      const Value single = Value::of_list({&branch, 1});
      const auto last = chain(sequential ? *config : single, depth + 1);
      if (!last) return std::nullopt;
      result.push_back(*last);
    }
    return result;
  }
  const Value* config = first.find("config");
  const Value* shape = config ? config->find("batch_input_shape") : nullptr;
  if (!shape) return std::nullopt;
  const Value name = make_string(document_, names_.input(first.string_of("class_name")));
  ObjectDraft input_config;
  input_config.set("batch_input_shape", kept(*shape));
  if (const Value* dtype = config->find("input_dtype")) input_config.set("input_dtype", kept(*dtype));
  input_config.put("name", name);
  ObjectDraft input;
  input.put("name", name);
  input.put("class_name", Value::of_string("InputLayer"));
  input.put("config", input_config.build(document_));
  layers_.push_back({input.build(document_)});
  inputs_.push_back(name.string());
  return std::vector{name.string()};
}

std::optional<std::string_view> GraphBuilder::chain(const Value& list, int depth) {
  if (list.items().empty() || depth > kDeepestNesting) return std::nullopt;
  auto sources = sources_of(list.items().front(), depth);
  if (!sources) return std::nullopt;
  std::string_view last;
  for (const Value& layer : list.items()) {
    last = add(layer, *sources);
    sources = {last};
  }
  return last;
}

Value GraphBuilder::graph(std::string_view name, std::string_view last) const {
  ObjectDraft config;
  config.put("name", Value::of_string(name));
  config.put("layers", make_list(document_, layers_));
  config.put("input_layers", places(inputs_));
  config.put("output_layers", places({last}));
  ObjectDraft result;
  result.put("class_name", Value::of_string("Model"));
  result.put("config", config.build(document_));
  return result.build(document_);
}

}  // namespace

std::string Keras1Names::input(std::string_view class_name) {
  const std::string prefix = to_lower(class_name) + "_input_";
  return prefix + std::to_string(++inputs[prefix]);
}

std::optional<Value> merge_as_graph(Document& document, const Value& sequential, std::string_view name,
                                    Keras1Names& names) {
  const Value* list = sequential.find("config");
  if (!list || list->items().empty() || !branches_of(list->items().front())) return std::nullopt;
  GraphBuilder builder(document, names);
  const auto last = builder.chain(*list, 0);
  if (!last) return std::nullopt;
  return builder.graph(name, *last);
}

}  // namespace nnsummary
