#include "nnsummary/convert.h"

#include <fmt/format.h>

#include <unordered_map>

#include "base/json_writer.h"
#include "infer/walk.h"
#include "summary/contents.h"

namespace nnsummary {
namespace {

// Writes the configuration that a model was read from, with the inferred shapes of its tensors.
class ConfigWriter {
 public:
  explicit ConfigWriter(std::string& out) : json_(out, JsonLayout::OneLine) {}

  void model(const Value& value, const ModelState& state) { model(value, state, nullptr, nullptr); }

 private:
  using Names = std::unordered_map<std::string_view, uint32_t>;
  // The model whose tensors a value refers to.
  struct Scope {
    const ModelState& state;
    Names names;
  };

  // `nodes` holds the calls of a nested model in the model `outer`; both may be null.
  void model(const Value& value, const ModelState& state, const Value* nodes, const Scope* outer);

  void layers(const Value& list, const Scope& scope);
  void value(const Value& value, const Scope* scope);
  void tensor(const Value& config, const Scope& scope);
  void config(const Value& config, const Scope& scope);
  void number(double number);

  JsonWriter json_;
};

void ConfigWriter::number(double number) {
  const std::string text = fmt::format("{}", number);
  if (number != number) {
    json_.raw("NaN");
  } else if (text.find("inf") != std::string::npos) {
    json_.raw(number < 0 ? "-Infinity" : "Infinity");
  } else {
    // A float is written with a point, so that it is read back as a float.
    json_.raw(text.find_first_of(".e") == std::string::npos ? text + ".0" : text);
  }
}

void ConfigWriter::tensor(const Value& config, const Scope& scope) {
  const Value* history = config.find("keras_history");
  const auto parts = history ? history->items() : std::span<const Value>();
  const auto found = parts.size() == 3 ? scope.names.find(parts[0].string()) : scope.names.end();
  Tensor inferred{Shape::unknown()};
  if (found != scope.names.end()) {
    const auto& calls = scope.state.layers[found->second].calls;
    const auto node = static_cast<size_t>(parts[1].integer().get());
    const auto index = static_cast<size_t>(parts[2].integer().get());
    if (node < calls.size() && index < calls[node].tensors.size()) inferred = calls[node].tensors[index];
  }
  json_.begin('{');
  json_.key("shape");
  json_.begin('[');
  for (const Dim dim : inferred.shape) {
    json_.item();
    dim.known() ? json_.integer(dim.value().get()) : json_.null();
  }
  json_.end(']');
  json_.field("dtype", to_text(inferred.dtype));
  json_.key("keras_history");
  value(history ? *history : Value(), nullptr);
  json_.end('}');
}

void ConfigWriter::value(const Value& value, const Scope* scope) {
  switch (value.type()) {
    case Value::Type::Null: return json_.null();
    case Value::Type::Bool: return json_.boolean(value.boolean());
    case Value::Type::Int: return json_.integer(value.integer().get());
    case Value::Type::BigInt: return json_.raw(value.string());
    case Value::Type::Float: return number(value.number());
    case Value::Type::String: return json_.string(value.string());
    case Value::Type::List:
      json_.begin('[');
      for (const Value& item : value.items()) {
        json_.item();
        this->value(item, scope);
      }
      return json_.end(']');
    case Value::Type::Object: break;
  }
  const bool is_tensor = scope && value.string_of("class_name") == "__keras_tensor__";
  json_.begin('{');
  for (const Member& member : value.members()) {
    json_.key(member.key);
    if (is_tensor && member.key == "config") {
      tensor(member.value, *scope);
    } else {
      this->value(member.value, scope);
    }
  }
  json_.end('}');
}

// A Sequential without an InputLayer gets one in front of the listed layers.
void ConfigWriter::layers(const Value& list, const Scope& scope) {
  const size_t first = scope.state.graph->implicit_input ? 1 : 0;
  json_.begin('[');
  for (size_t i = 0; i < list.items().size(); ++i) {
    json_.item();
    const LayerState& layer = scope.state.layers[first + i];
    const Value& item = list.items()[i];
    layer.model ? model(item, *layer.model, item.find("inbound_nodes"), &scope) : value(item, &scope);
  }
  json_.end(']');
}

void ConfigWriter::config(const Value& config, const Scope& scope) {
  json_.begin('{');
  for (const Member& member : config.members()) {
    json_.key(member.key);
    member.key == "layers" ? layers(member.value, scope) : value(member.value, nullptr);
  }
  json_.end('}');
}

void ConfigWriter::model(const Value& model, const ModelState& state, const Value* nodes, const Scope* outer) {
  Scope scope{state, {}};
  for (uint32_t i = 0; i < state.layers.size(); ++i) scope.names.emplace(state.layers[i].name, i);
  json_.begin('{');
  for (const Member& member : model.members()) {
    if (member.key == "inbound_nodes") continue;
    json_.key(member.key);
    member.key == "config" ? config(member.value, scope) : value(member.value, nullptr);
  }
  // The calls of a nested model refer to tensors of the outer model.
  if (nodes) {
    json_.key("inbound_nodes");
    value(*nodes, outer);
  }
  json_.end('}');
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
                                             "expected a concise spec or a file of Keras 3: files of older Keras "
                                             "versions can't be converted")});
  }
  Report report = contents.report;
  Walk walk(report, {.writer = spec.writer, .reshapes_models = spec.has_other_inputs});
  const auto state = walk.model(contents.graph);
  report.throw_errors();
  ConfigWriter(out).model(*spec.origin, *state);
  out += '\n';
}

}  // namespace nnsummary
