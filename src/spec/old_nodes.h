// The calls of layers as Keras 1 and Keras 2 wrote them in 'inbound_nodes'.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "document/report.h"
#include "spec/old_format.h"

namespace nnsummary {

// Converts the calls in one functional model, once its layers are known.
class OldNodes {
 public:
  // `path` is the prefix of the layers' paths ("encoder/").
  OldNodes(Document& document, const OldFormat& format, const std::string& path, Report& report)
      : document_(document), format_(format), path_(path), report_(report) {}

  void add_layer(std::string_view name) { layers_[name] = {name}; }
  // `new_name` is the name in the upgraded model.
  void add_model(std::string_view name, std::string_view new_name, bool sequential) {
    layers_[name] = {new_name, true, sequential};
  }

  // Returns the calls of a layer or nested model.
  std::vector<CallDraft> calls(const Value& record) const;
  // Returns `input_layers` or `output_layers` with new names and node indices.
  ValueDraft ends(const Value& value) const;

 private:
  struct Layer {
    std::string_view name;
    bool is_model = false;
    bool sequential = false;
  };

  CallDraft call(const Value& node, const Value* shape) const;
  ValueDraft tensor(const Value& value, const Value* shape) const;
  Value place(const Value& value, bool is_end) const;
  template <typename Leaf>
  ValueDraft mapped(const Value& value, int depth, const Leaf& leaf) const;

  Document& document_;
  const OldFormat& format_;
  const std::string& path_;
  Report& report_;
  std::unordered_map<std::string_view, Layer> layers_;
};

}  // namespace nnsummary
