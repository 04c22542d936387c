#include "nnsummary/convert.h"

#include <fmt/format.h>

#include <unordered_map>

#include "base/json_writer.h"
#include "infer/walk.h"
#include "summary/contents.h"

namespace nnsummary {
namespace {

// Writes the values that a model was read from, with the shapes that were inferred for its tensors.
class ConfigWriter {
 public:
  explicit ConfigWriter(std::string& out) : out_(out), json_(out) {}

  void model(const Value& value, const ModelState& state);

 private:
  using Names = std::unordered_map<std::string_view, uint32_t>;
  // The model that a value belongs to; its tensors are looked up there.
  struct Scope {
    const ModelState& state;
    Names names;
  };

  void layers(const Value& list, const Scope& scope);
  void value(const Value& value, const Scope* scope);
  void tensor(const Value& config, const Scope& scope);
  void number(double number);
  void key(std::string_view name, bool& first) {
    if (!first) out_ += ", ";
    first = false;
    json_.text(name);
    out_ += ": ";
  }

  std::string& out_;
  JsonWriter json_;
};

void ConfigWriter::number(double number) {
  const std::string text = fmt::format("{}", number);
  if (number != number) {
    out_ += "NaN";
  } else if (text.find("inf") != std::string::npos) {
    out_ += number < 0 ? "-Infinity" : "Infinity";
  } else {
    // What was no integer stays none.
    out_ += text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
  }
}

void ConfigWriter::tensor(const Value& config, const Scope& scope) {
  const Value* history = config.find("keras_history");
  const auto parts = history ? history->items() : std::span<const Value>();
  const auto found = parts.size() == 3 ? scope.names.find(parts[0].text()) : scope.names.end();
  Tensor inferred{Shape::unknown()};
  if (found != scope.names.end()) {
    const auto& calls = scope.state.layers[found->second].calls;
    const auto node = static_cast<size_t>(parts[1].integer());
    const auto index = static_cast<size_t>(parts[2].integer());
    if (node < calls.size() && index < calls[node].tensors.size()) inferred = calls[node].tensors[index];
  }
  out_ += "{\"shape\": [";
  for (int i = 0; i < inferred.shape.rank(); ++i) {
    const Dim dim = inferred.shape[i];
    out_ += fmt::format("{}{}", i == 0 ? "" : ", ", dim.known() ? fmt::format("{}", dim.value()) : "null");
  }
  out_ += fmt::format("], \"dtype\": \"{}\", \"keras_history\": ", to_text(inferred.dtype));
  value(history ? *history : Value(), nullptr);
  out_ += '}';
}

void ConfigWriter::value(const Value& value, const Scope* scope) {
  switch (value.type()) {
    case Value::Type::Null: out_ += "null"; return;
    case Value::Type::Bool: json_.boolean(value.boolean()); return;
    case Value::Type::Int: out_ += fmt::format("{}", value.integer()); return;
    case Value::Type::BigInt: out_ += value.text(); return;
    case Value::Type::Float: number(value.number()); return;
    case Value::Type::Text: json_.text(value.text()); return;
    case Value::Type::List:
      out_ += '[';
      for (const Value& item : value.items()) {
        if (&item != value.items().data()) out_ += ", ";
        this->value(item, scope);
      }
      out_ += ']';
      return;
    case Value::Type::Object: break;
  }
  const bool is_tensor = scope && value.text_of("class_name") == "__keras_tensor__";
  bool first = true;
  out_ += '{';
  for (const Member& member : value.members()) {
    key(member.key, first);
    if (is_tensor && member.key == "config") {
      tensor(member.value, *scope);
    } else {
      this->value(member.value, scope);
    }
  }
  out_ += '}';
}

// A Sequential that has no InputLayer was given one, before all that the file lists.
void ConfigWriter::layers(const Value& list, const Scope& scope) {
  const size_t first = scope.state.graph->implicit_input ? 1 : 0;
  out_ += '[';
  for (size_t i = 0; i < list.items().size(); ++i) {
    if (i > 0) out_ += ", ";
    const LayerState& layer = scope.state.layers[first + i];
    if (!layer.model) {
      value(list.items()[i], &scope);
      continue;
    }
    model(list.items()[i], *layer.model);
    // How a nested model is called is the outer one's business.
    const Value* nodes = list.items()[i].find("inbound_nodes");
    if (!nodes) continue;
    out_.back() = ',';
    out_ += " \"inbound_nodes\": ";
    value(*nodes, &scope);
    out_ += '}';
  }
  out_ += ']';
}

void ConfigWriter::model(const Value& model, const ModelState& state) {
  Scope scope{state, {}};
  for (uint32_t i = 0; i < state.layers.size(); ++i) scope.names.emplace(state.layers[i].name, i);
  bool first = true;
  out_ += '{';
  for (const Member& member : model.members()) {
    if (member.key == "inbound_nodes") continue;
    key(member.key, first);
    if (member.key != "config") {
      value(member.value, nullptr);
      continue;
    }
    bool first_inside = true;
    out_ += '{';
    for (const Member& inside : member.value.members()) {
      key(inside.key, first_inside);
      inside.key == "layers" ? layers(inside.value, scope) : value(inside.value, nullptr);
    }
    out_ += '}';
  }
  out_ += '}';
}

}  // namespace

void convert(const Model& model, std::string& out) {
  const Model::Contents& contents = model.contents();
  if (!contents.graph) {
    throw ModelError(
        {contents.document().at(Severity::Error, nullptr, "the file has weights, but describes no model")});
  }
  const ModelSpec& spec = *contents.spec;
  if (spec.writer.era != Era::Keras3) {
    throw ModelError({contents.document().at(Severity::Error, spec.origin,
                                             "expected a concise spec or a file of Keras 3: what an older Keras wrote "
                                             "isn't converted")});
  }
  Report report = contents.report;
  Walk walk(report, {.writer = spec.writer});
  const auto state = walk.model(contents.graph);
  report.throw_errors();
  ConfigWriter(out).model(*spec.origin, *state);
  out += '\n';
}

}  // namespace nnsummary
