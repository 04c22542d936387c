// Writes a model as the configuration that Keras 3's model_from_json() loads.
#pragma once

#include <string>
#include <unordered_map>

#include "base/json_writer.h"
#include "document/report.h"
#include "infer/state.h"

namespace nnsummary {

// Writes what the file has, in the form of Keras 3: every object names its module, tensors have the inferred shapes,
// and arguments that Keras 3 has replaced or removed are replaced or left out. What has no form in Keras 3 is an error
// in the report.
class ConfigWriter {
 public:
  // `writer` is the version that wrote the file.
  ConfigWriter(const Writer& writer, Report& report, std::string& out)
      : writer_(writer), old_(writer.era != Era::Keras3), report_(report), json_(out, JsonLayout::OneLine) {}

  // Writes the outermost model. `training` is the training configuration that the file stores beside the model, or
  // null.
  void write(const ModelState& state, const Value* training);

 private:
  // A model whose tensors a value may refer to.
  struct Scope {
    const ModelState& state;
    std::unordered_map<std::string_view, uint32_t> names;
  };
  // How Keras finds a class.
  struct Identity {
    std::string module;  // "" for a custom class
    std::string_view class_name;
    std::string_view registered_name;  // "" for a class of Keras
  };
  static Identity identity_of(const ModelSpec& spec);
  // What encloses a layer.
  struct Outer {
    const Scope* scope;       // the model whose layer it is; null for an argument of another layer
    bool sequential = false;  // that model is a Sequential
  };

  void begin(const Identity& identity);
  void end_config(const Identity& identity);
  void object(const LayerSpec& spec, const LayerState& state, const Outer& outer);
  void members(const Value& origin, const Scope* scope);
  Identity identity_of(const LayerSpec& spec, const LayerState& state);

  void model_config(const ModelState& state, const Outer& outer);
  void layers(const Scope& scope, bool sequential);
  void ends(const Value& places, bool single);
  void layer_config(const LayerSpec& spec, const LayerState& state, const Scope* scope);
  bool is_left_out(const LayerSpec& spec, const Member& member) const;
  void operation_config(const LayerSpec& spec, const OpEntry& op);
  void operation_calls(const LayerSpec& spec, const OpEntry& op, const Scope& scope);
  void argument(const Arg& arg, const Value& value, const LayerSpec& spec, const LayerState& state);
  void layer_argument(const Value& value, const LayerState& state);
  void value(const Value& value, const Scope* scope);
  void tensor(const Value& config, const Scope& scope);
  void inferred(const Value* history, const Scope& scope);
  void refuse(const LayerSpec& spec, const Value* where, std::string message);

  const Writer& writer_;
  const bool old_;
  Report& report_;
  JsonWriter json_;
  std::string path_;  // of the model whose layers are written ("encoder/"); empty for the outermost
};

}  // namespace nnsummary
