// The reader of concise specs, in parts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/work.h"
#include "layers/entry.h"
#include "spec/auto_names.h"
#include "spec/concise.h"
#include "spec/draft.h"

namespace nnsummary {

// One parsed entry of `layers`.
struct ConciseEntry {
  enum class Form { Layer, Operation, Call };

  Form form = Form::Layer;
  const Value* original = nullptr;       // the whole entry
  std::string_view name;                 // class, operation without "ops.", or layer that is called
  std::vector<const Value*> positional;  // arguments by position
  std::vector<const Member*> keyword;    // arguments by name, without the four below
  const Value* from = nullptr;
  const Value* with = nullptr;
  const Value* given_name = nullptr;  // name of the output of an operation or a call
  int64_t repeat = 1;
};

// A layer or model made from a value of the spec.
struct ConcisePart {
  Value value;  // in Keras 3's form
  std::string_view name;
  const LayerEntry* entry = nullptr;  // null for a model or an unknown class
  bool is_model = false;
  bool is_functional = false;
  bool faulty = false;                    // an error has been reported
  std::vector<std::string_view> unnamed;  // classes that take automatic names when this is built
};

class ConciseReader {
 public:
  ConciseReader(Document& document, double work, Report& report)
      : document_(document), report_(report), work_(document.text().size(), work) {}

  // `kind` is the class of a nested model; empty for the outermost model.
  ConcisePart model(const Value& spec, std::string_view kind, const Value* name, int depth);

 private:
  friend class ConciseGraph;

  // Defined in concise_entry.cpp.
  std::optional<ConciseEntry> entry(const Value& value);
  void read_members(const Value& arguments, ConciseEntry& entry);
  void read_repeat(const Value& value, ConciseEntry& entry);
  // Reports keys that aren't among `known`; `what` names the object in messages ("a call").
  void check_keys(const Value& object, std::span<const std::string_view> known, std::string_view what);

  // Calls `make` with 0, 1, … for each repetition of an entry. Throws ModelError beyond the limit on work.
  template <typename Make>
  void repeat(const ConciseEntry& entry, const Make& make) {
    for (int64_t i = 0; i < entry.repeat; ++i) {
      count_layer(entry);
      make(i);
    }
  }
  void count_layer(const ConciseEntry& entry);

  // Defined in concise_layer.cpp.
  ConcisePart layer(const ConciseEntry& entry, int64_t repetition, int depth);
  bool is_custom(const ConciseEntry& entry) const;
  void check_custom(const ConciseEntry& entry);
  ConcisePart custom_layer(const ConciseEntry& entry, int64_t repetition);
  ConcisePart nested_model(const ConciseEntry& entry, int64_t repetition, int depth);
  ValueDraft name_of(const ConciseEntry& entry, std::string_view class_name, int64_t repetition);
  void add_arguments(const ConciseEntry& entry, const LayerEntry& table, int depth, ConcisePart& part,
                     ObjectDraft& config);
  void add_defaults(const LayerEntry& table, ObjectDraft& config);
  Value argument(const Arg* arg, const Value& value, int depth, ConcisePart& owner);
  Value layer_argument(const Value& value, int depth, ConcisePart& owner);

  // Defined in concise_model.cpp.
  ConcisePart sequential(const Value& spec, std::string_view name, int depth);
  Value placeholder();
  // Returns an InputLayer; `key` is its name in `inputs`, or empty.
  ConcisePart input(const Value& spec, std::string_view key, const Value* original);
  // Uses up the automatic names that `part` takes when it is built.
  void build(ConcisePart& part) {
    for (const std::string_view class_name : part.unnamed) names_.next(class_name);
    part.unnamed.clear();
  }

  Document& document_;
  Report& report_;
  AutoNames names_;
  Work work_;
};

// Returns the class with this name or alias in keras.layers, or null.
const LayerEntry* layer_called(std::string_view name);

// Returns true for a list of sizes and nulls.
bool is_sizes(const Value& value);

// Returns "; did you mean 'Dense'?" or another hint, or an empty string.
std::string similar_layers(std::string_view name);

}  // namespace nnsummary
