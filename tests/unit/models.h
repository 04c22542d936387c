// Models for tests, in Keras 3's form.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "nnsummary/model.h"

namespace nnsummary::models {

using Json = nlohmann::json;

// Returns a reference to the first output of a layer's first call; "name#1" is that of the second call.
inline Json tensor(const std::string& text) {
  const size_t mark = text.find('#');
  const int node = mark == std::string::npos ? 0 : std::stoi(text.substr(mark + 1));
  return Json::array({text.substr(0, mark), node, 0});
}

// Returns a call on one tensor, or on a list of several.
inline Json call(const std::vector<std::string>& tensors) {
  Json args = Json::array();
  for (const std::string& name : tensors) {
    args.push_back({{"class_name", "__keras_tensor__"}, {"config", {{"keras_history", tensor(name)}}}});
  }
  if (tensors.size() > 1) args = Json::array({args});
  return {{"args", args}, {"kwargs", Json::object()}};
}

inline Json layer(const std::string& class_name, const std::string& name, Json config,
                  const std::vector<std::vector<std::string>>& calls) {
  config["name"] = name;
  Json nodes = Json::array();
  for (const auto& tensors : calls) nodes.push_back(call(tensors));
  const char* module = class_name == "Functional" ? "keras.src.models.functional" : "keras.layers";
  return {{"module", module}, {"class_name", class_name}, {"config", config}, {"name", name}, {"inbound_nodes", nodes}};
}

inline Json input(const std::string& name) {
  return layer("InputLayer", name, {{"batch_shape", {nullptr, 4}}, {"dtype", "float32"}}, {});
}

inline Json dense(const std::string& name, const std::vector<std::vector<std::string>>& calls) {
  return layer("Dense", name, {{"units", 4}}, calls);
}

inline Json functional_config(Json layers, const std::vector<std::string>& inputs,
                              const std::vector<std::string>& outputs) {
  Json config{{"layers", std::move(layers)}, {"input_layers", Json::array()}, {"output_layers", Json::array()}};
  for (const std::string& name : inputs) config["input_layers"].push_back(tensor(name));
  for (const std::string& name : outputs) config["output_layers"].push_back(tensor(name));
  return config;
}

inline Json functional(Json layers, const std::vector<std::string>& inputs, const std::vector<std::string>& outputs) {
  return layer("Functional", "model", functional_config(std::move(layers), inputs, outputs), {});
}

inline Model read(const Json& model) { return Model::read("model.json", model.dump()); }

// Returns the first error that reading and summarizing a model ends with.
inline Diagnostic first_error(const std::string& text) {
  try {
    summarize(Model::read("model.json", text));
  } catch (const ModelError& error) {
    for (const Diagnostic& diagnostic : error.diagnostics()) {
      if (diagnostic.severity == Severity::Error) return diagnostic;
    }
  }
  return {};
}
inline Diagnostic first_error(const Json& model) { return first_error(model.dump()); }

// Returns the rows as "name" or "name <- input, input[node]".
inline std::vector<std::string> rows(const Summary& summary) {
  std::vector<std::string> result;
  for (const LayerSummary& row : summary.layers) {
    std::string text = row.name;
    for (const Connection& connection : row.connected_to) {
      text += (&connection == &row.connected_to.front() ? " <- " : ", ") + connection.layer;
      if (connection.node_index > 0) text += "[" + std::to_string(connection.node_index) + "]";
    }
    result.push_back(text);
  }
  return result;
}

}  // namespace nnsummary::models
