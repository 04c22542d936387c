#pragma once

#include <deque>
#include <unordered_map>

#include "spec/concise_reader.h"
#include "spec/masks.h"

namespace nnsummary {

// Wires the entries of one model by the names of their outputs.
class ConciseGraph {
 public:
  ConciseGraph(ConciseReader& reader, std::string_view name, int depth)
      : reader_(reader),
        document_(reader.document_),
        report_(reader.report_),
        name_(name),
        depth_(depth),
        masks_(reader.document_, reader.names_) {}

  // Returns the configuration of a Functional.
  Value read(const Value& spec);

 private:
  // A tensor of the model: one output of one call.
  struct Tensor {
    size_t layer = 0;  // index into layers_
    int node = 0;
    int index = 0;
  };
  // A layer or operation with its calls.
  struct Wired {
    ConcisePart part;
    ListDraft calls;
    const Value* original = nullptr;
  };
  // The tensors that an entry is called on.
  struct Source {
    std::vector<Tensor> tensors;
    std::vector<const Value*> originals;
    bool is_list = false;
  };

  void read_inputs(const Value& spec);
  void add_input(const Value& spec, std::string_view key, const Value* original);
  void read_entry(const Value& value);
  void read_layer(const ConciseEntry& entry);
  void read_call(const ConciseEntry& entry);
  void read_operation(const ConciseEntry& entry);
  Value outputs(const Value* output);

  // These return nullopt after an error, which has been reported.
  std::optional<Source> source(const ConciseEntry& entry);
  std::optional<Tensor> tensor(const Value& name);
  std::optional<Tensor> find(std::string_view name) const;
  std::optional<Value> with_value(const Value& value);
  std::optional<ObjectDraft> keywords(const ConciseEntry& entry, const Wired& layer);
  void check_keyword(const Member& member, const LayerEntry* table);
  void publish(std::string_view name, Tensor tensor, const Value* original);

  Value call_args(const ConciseEntry& entry, const Source& source, const Wired& layer);
  // Calls a layer; its output becomes the last one.
  void call(size_t layer, const ConciseEntry& entry, const Source& source);
  Tensor add_call(size_t layer, const Value& args, const ObjectDraft& kwargs, const Value* original);
  Value reference(const Tensor& tensor);
  Value end(const Tensor& tensor);

  ConciseReader& reader_;
  Document& document_;
  Report& report_;
  std::string_view name_;
  int depth_;
  Masks masks_;
  std::deque<Wired> layers_;
  std::vector<Tensor> inputs_;
  std::unordered_map<std::string_view, Tensor> outputs_;
  std::unordered_map<std::string_view, size_t> by_name_;  // layers only, without operations
  std::vector<std::string_view> failed_;                  // names of entries with an error that has been reported
  std::optional<Tensor> last_;
  bool last_failed_ = false;
};

}  // namespace nnsummary
