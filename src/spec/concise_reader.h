// The parts of the reader of concise specs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "layers/entry.h"
#include "spec/auto_names.h"
#include "spec/concise.h"
#include "spec/draft.h"

namespace nnsummary {

// One entry of `layers`, taken apart.
struct ConciseEntry {
  enum class Form { Layer, Operation, Call };

  Form form = Form::Layer;
  const Value* origin = nullptr;         // the whole entry
  std::string_view name;                 // of the class, the operation without "ops.", or the layer that is called
  std::vector<const Value*> positional;  // arguments
  std::vector<const Member*> keyword;    // without the four below
  const Value* from = nullptr;
  const Value* with = nullptr;
  const Value* given_name = nullptr;  // of an operation or a call: what its output is called
  int64_t repeat = 1;
};

// What a value of the spec became.
struct ConcisePart {
  Value value;                        // as Keras 3 writes it
  std::string_view name;              //
  const LayerEntry* entry = nullptr;  // null for a model, and for a class that isn't known
  bool is_model = false;
  bool is_functional = false;
  bool faulty = false;                    // an error has been reported
  std::vector<std::string_view> unnamed;  // what takes names of its own as soon as this is built
};

class ConciseReader {
 public:
  ConciseReader(Document& document, Report& report) : document_(document), report_(report) {}

  // `kind` is the class that a nested model is said to be; empty for the outermost.
  ConcisePart model(const Value& spec, std::string_view kind, const Value* name, int depth);

 private:
  friend class ConciseGraph;

  // --- concise_entry.cpp
  std::optional<ConciseEntry> entry(const Value& value);
  void read_members(const Value& arguments, ConciseEntry& entry);
  void read_repeat(const Value& value, ConciseEntry& entry);
  // Reports keys that aren't among `known`.
  void check_keys(const Value& object, std::span<const std::string_view> known, std::string_view of);

  // --- concise_layer.cpp
  ConcisePart layer(const ConciseEntry& entry, int64_t repetition, int depth);
  ConcisePart nested_model(const ConciseEntry& entry, int64_t repetition, int depth);
  Made name_of(const ConciseEntry& entry, std::string_view class_name, int64_t repetition);
  void add_arguments(const ConciseEntry& entry, const LayerEntry& table, int depth, ConcisePart& part,
                     ObjectDraft& config);
  void add_defaults(const LayerEntry& table, ObjectDraft& config);
  Value argument(const Arg* arg, const Value& value, int depth, ConcisePart& owner);
  Value layer_argument(const Value& value, int depth, ConcisePart& owner);

  // --- concise_model.cpp
  ConcisePart sequential(const Value& spec, std::string_view name, int depth);
  Value placeholder();
  // An InputLayer; `key` is what it is called in `inputs`.
  ConcisePart input(const Value& spec, std::string_view key, const Value* origin);
  // Gives names to what `part` makes when it is built.
  void build(ConcisePart& part) {
    for (const std::string_view class_name : part.unnamed) names_.next(class_name);
    part.unnamed.clear();
  }

  Document& document_;
  Report& report_;
  AutoNames names_;
};

// The layer class that `name` stands for in keras.layers, by any of its names; null if there is none.
const LayerEntry* layer_called(std::string_view name);

// "; did you mean 'Dense'?"
std::string similar_layers(std::string_view name);

}  // namespace nnsummary
