#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "spec/concise_graph.h"

namespace nnsummary {
namespace {

// Functions that take all tensors as one list.
constexpr std::string_view kListed[] = {"concatenate", "stack", "hstack", "vstack", "dstack"};
// Another name of a function.
struct Alias {
  std::string_view name;
  std::string_view replacement;
};
constexpr Alias kAliases[] = {
    {"abs", "absolute"}, {"conj", "conjugate"}, {"swish", "silu"}, {"hard_swish", "hard_silu"}};

bool is_any_of(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

const OpEntry* operation_called(std::string_view function) {
  for (const Alias& alias : kAliases) {
    if (alias.name == function) function = alias.replacement;
  }
  return find_op_of(function);
}

std::string similar_operations(std::string_view name) {
  std::vector<std::string_view> names;
  for (const OpEntry* op : all_ops()) names.push_back(op->function);
  return did_you_mean(name, names);
}

// A parameter of a function and the values that are bound to it.
struct Parameter {
  OpArg arg;
  ListDraft values;
  bool has_tensor = false;

  bool is_required() const { return arg.type != OpArg::Type::OptionalTensor && arg.type != OpArg::Type::Constructor; }
  bool takes_more() const { return values.empty() || arg.type == OpArg::Type::Rest; }
};

std::vector<Parameter> parameters_of(const OpEntry& op) {
  std::vector<Parameter> result;
  for (const OpArg arg : op.args) result.push_back({arg, {}, false});
  return result;
}

Parameter* find(std::vector<Parameter>& parameters, std::string_view name) {
  const auto found = std::find_if(parameters.begin(), parameters.end(), [name](auto& p) { return p.arg.name == name; });
  return found == parameters.end() ? nullptr : &*found;
}

}  // namespace

// Binds the arguments of a call to the parameters of the function, as Python does.
class OperationCall {
 public:
  OperationCall(const OpEntry& op, const ConciseEntry& entry, Report& report)
      : parameters_(parameters_of(op)), subject_({}, entry.name), report_(report) {}

  void by_position(const ValueDraft& item, bool is_tensor) {
    while (next_ < parameters_.size() && !parameters_[next_].takes_more()) ++next_;
    if (next_ == parameters_.size() || (is_tensor && parameters_[next_].arg.is_constructor())) {
      if (!full_)
        report_.error(item.original, subject_, is_tensor ? "takes fewer tensors" : "takes fewer arguments by position");
      full_ = true;
      return;
    }
    parameters_[next_].values.push_back(item);
    parameters_[next_].has_tensor = parameters_[next_].has_tensor || is_tensor;
  }

  void by_name(const Member& member, const Value& value, bool is_tensor) {
    Parameter* parameter = find(parameters_, member.key);
    if (!parameter) {
      std::vector<std::string_view> names;
      for (const Parameter& known : parameters_) names.push_back(known.arg.name);
      report_.error_at_key(&member.value, subject_,
                           fmt::format("has no argument '{}'{}", member.key, did_you_mean(member.key, names)),
                           "unknown-argument");
    } else if (!parameter->values.empty()) {
      report_.error_at_key(&member.value, subject_, fmt::format("the argument '{}' is given twice", member.key));
    } else {
      parameter->values.push_back({value, &member.value});
      parameter->has_tensor = is_tensor;
    }
  }

  void check_complete(const Value* original) const {
    for (const Parameter& parameter : parameters_) {
      if (!parameter.is_required() || !parameter.values.empty()) continue;
      const bool is_value = parameter.arg.is_constructor();
      report_.error(original, subject_,
                    is_value ? fmt::format("needs the argument '{}'", parameter.arg.name)
                             : fmt::format("needs '{}': name its tensors in 'from', or give it as an argument",
                                           parameter.arg.name));
    }
  }

  ObjectDraft config(std::string_view name) const {
    ObjectDraft result{{"name", Value::of_string(name)}};
    for (const Parameter& parameter : parameters_) {
      // The function passes a default data format to its operation.
      const bool standard = parameter.arg.name == "data_format" && parameter.values.empty();
      if (standard) result.add({parameter.arg.name, Value::of_string("channels_last")});
      if (!parameter.arg.is_constructor() || parameter.values.empty()) continue;
      result.add({parameter.arg.name, parameter.values[0].value, parameter.values[0].original});
    }
    return result;
  }

  // Returns the arguments up to the first that isn't given; kwargs() returns those after it.
  ListDraft args() const {
    ListDraft result;
    for (const Parameter& parameter : parameters_) {
      if (parameter.arg.is_constructor()) continue;
      if (parameter.values.empty()) break;
      result.insert(result.end(), parameter.values.begin(), parameter.values.end());
    }
    return result;
  }
  ObjectDraft kwargs() const {
    ObjectDraft result;
    bool by_name = false;
    for (const Parameter& parameter : parameters_) {
      if (parameter.arg.is_constructor()) continue;
      by_name = by_name || parameter.values.empty();
      if (!by_name || parameter.values.empty()) continue;
      result.add({parameter.arg.name, parameter.values[0].value, parameter.values[0].original});
    }
    return result;
  }

 private:
  std::vector<Parameter> parameters_;
  Subject subject_;
  Report& report_;
  size_t next_ = 0;
  bool full_ = false;
};

void ConciseGraph::read_operation(const ConciseEntry& entry) {
  const std::optional<Source> from = source(entry);
  const OpEntry* op = operation_called(entry.name);
  const bool named = entry.given_name && entry.given_name->is_string();
  if (entry.given_name && !named) report_.error(entry.given_name, {}, "expected 'name' to be a string");
  if (!op) {
    report_.error(entry.original, {},
                  fmt::format("no operation is called 'ops.{}'{}", entry.name, similar_operations(entry.name)),
                  "unknown-class");
  }
  last_failed_ = !from || !op;
  if (last_failed_) {
    if (named) failed_.push_back(entry.given_name->string());
    return;
  }

  Wired wired;
  wired.original = entry.original;
  OperationCall call(*op, entry, report_);
  const auto first = std::find_if(entry.keyword.begin(), entry.keyword.end(),
                                  [](const Member* member) { return member->key == "subscripts"; });
  const bool subscripts_first = op->function == "einsum" && first != entry.keyword.end();
  if (subscripts_first) call.by_position({(*first)->value, &(*first)->value}, false);
  ListDraft tensors;
  for (size_t i = 0; i < from->tensors.size(); ++i) {
    tensors.push_back({reference(from->tensors[i]), from->originals[i]});
  }
  if (is_any_of(op->function, kListed)) {
    call.by_position({from->is_list ? make_list(document_, tensors) : tensors[0].value, entry.from}, true);
  } else {
    for (const ValueDraft& tensor : tensors) call.by_position(tensor, true);
  }
  for (const Value* value : entry.positional) call.by_position({*value, value}, false);
  for (const Member* member : entry.keyword) {
    if (!subscripts_first || member != *first) call.by_name(*member, member->value, false);
  }
  if (entry.with && entry.with->is_object()) {
    for (const Member& member : entry.with->members()) {
      if (const auto value = with_value(member.value)) call.by_name(member, *value, true);
    }
  }

  call.check_complete(entry.original);

  wired.part.name = make_string(document_, reader_.names_.next(op->name)).string();
  wired.part.value =
      make_object(document_, {{"module", make_string(document_, fmt::format("keras.src.ops.{}", op->module))},
                              {"class_name", Value::of_string(op->name)},
                              {"config", call.config(wired.part.name).build(document_), entry.original},
                              {"registered_name", Value::of_string(op->name)}});
  layers_.push_back(std::move(wired));
  last_ = add_call(layers_.size() - 1, make_list(document_, call.args()), call.kwargs(), entry.original);
  publish(named ? entry.given_name->string() : layers_.back().part.name, *last_, entry.original);
}

}  // namespace nnsummary
