#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/nearest.h"
#include "spec/concise_reader.h"
#include "spec/spec.h"

namespace nnsummary {
namespace {

// Parts of class names that keras.layers also has under another name.
struct Alias {
  std::string_view part;
  std::string_view replacement;
};
constexpr Alias kAliases[] = {{"Convolution", "Conv"}, {"AvgPool", "AveragePooling"}, {"MaxPool", "MaxPooling"}};

std::string unknown_argument(const LayerEntry& table, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Arg& arg : table.args) names.push_back(arg.name);
  for (const Arg& arg : common_args()) names.push_back(arg.name);
  for (const std::string_view key : {"from", "with", "repeat"}) names.push_back(key);
  const std::string hint = did_you_mean(name, names);
  return fmt::format("has no argument '{}'{}", name,
                     hint.empty() ? fmt::format("; 'nnsummary layers {}' lists those that it has", table.name) : hint);
}

// Returns nullopt if there is no default, or if it is null.
std::optional<Value> value_of(const Default& fallback) {
  switch (fallback.type) {
    case Default::Type::Bool: return Value::of_bool(fallback.integer != 0);
    case Default::Type::Int: return Value::of_int(fallback.integer);
    case Default::Type::Float: return Value::of_float(fallback.real);
    case Default::Type::String: return Value::of_string(fallback.string);
    default: return std::nullopt;
  }
}

// Common names for layers, and the classes of Keras that they mean.
struct Habit {
  std::string_view name;
  std::string_view replacement;
};
constexpr Habit kHabits[] = {
    {"BatchNorm", "BatchNormalization"},
    {"LayerNorm", "LayerNormalization"},
    {"GroupNorm", "GroupNormalization"},
    {"Linear", "Dense"},
    {"Conv", "Conv2D"},
    {"MaxPool", "MaxPooling2D"},
    {"AvgPool", "AveragePooling2D"},
    {"GlobalAvgPool", "GlobalAveragePooling2D"},
};

constexpr std::string_view kOutputShape = "output_shape";
constexpr std::string_view kParams = "params";

bool is_identifier(std::string_view name) {
  const auto is_part = [](char c) { return c == '_' || is_digit(c) || is_upper(c) || is_lower(c); };
  return !name.empty() && !is_digit(name.front()) && std::all_of(name.begin(), name.end(), is_part);
}

const Member* find_keyword(const ConciseEntry& entry, std::string_view name) {
  const auto found = std::find_if(entry.keyword.begin(), entry.keyword.end(),
                                  [name](const Member* member) { return member->key == name; });
  return found == entry.keyword.end() ? nullptr : *found;
}

bool is_model_name(std::string_view name) { return name == "Sequential" || name == "Functional"; }

}  // namespace

const LayerEntry* layer_called(std::string_view name) {
  if (const LayerEntry* found = find_layer(name, "keras.layers")) return found;
  for (const Alias& alias : kAliases) {
    const size_t at = name.find(alias.part);
    if (at == std::string_view::npos) continue;
    std::string other(name);
    return find_layer(other.replace(at, alias.part.size(), alias.replacement), "keras.layers");
  }
  return nullptr;
}

namespace {

// Returns a hint for what isn't the name of a class, such as 'keras.layers.Dense' or 'Dense(8)'.
std::string habit_hint(std::string_view name) {
  const size_t open = name.find_first_of("({[");
  const std::string_view path = name.substr(0, open);
  const std::string_view class_name = path.substr(path.rfind('.') + 1);
  if (open != std::string_view::npos && path.ends_with(':')) return "; put a blank after the ':'";
  if (open != std::string_view::npos && layer_called(class_name)) {
    return fmt::format("; write its arguments as '{0}: {{name: value}}' or '{0}: [value, value]'", class_name);
  }
  if (class_name != name && layer_called(class_name)) return fmt::format("; write '{}'", class_name);
  const size_t blank = name.find(' ');
  if (blank != std::string_view::npos && layer_called(name.substr(0, blank))) {
    return fmt::format("; put a ':' after '{}'", name.substr(0, blank));
  }
  if (find_op_of(name)) return fmt::format("; did you mean 'ops.{0}' or 'Activation: {0}'?", name);
  for (const Habit& habit : kHabits) {
    if (habit.name == name) return fmt::format("; did you mean '{}'?", habit.replacement);
  }
  return {};
}

}  // namespace

std::string similar_layers(std::string_view name) {
  if (std::string hint = habit_hint(name); !hint.empty()) return hint;
  std::vector<std::string_view> names{"Sequential", "Functional"};
  for (const LayerEntry* entry : all_layers()) {
    if (layer_called(entry->name)) names.push_back(entry->name);
  }
  return did_you_mean(name, names);
}

// Returns the given name, numbered if the entry is repeated, or an automatic one.
ValueDraft ConciseReader::name_of(const ConciseEntry& entry, std::string_view class_name, int64_t repetition) {
  const Member* given = find_keyword(entry, "name");
  if (!given || given->value.is_null()) return {make_string(document_, names_.next(class_name))};
  const Value& name = given->value;
  if (!name.is_string()) {
    report_.error(&name, {{}, entry.name},
                  fmt::format("expected 'name' to be a string, found {}; put it in quotes", describe(name)));
    return {make_string(document_, names_.next(class_name)), &name};
  }
  if (repetition == 0) return kept(name);
  return {make_string(document_, fmt::format("{}_{}", name.string(), repetition)), &name};
}

ConcisePart ConciseReader::layer(const ConciseEntry& entry, int64_t repetition, int depth) {
  if (is_model_name(entry.name)) return nested_model(entry, repetition, depth);
  ConcisePart part;
  const LayerEntry* table = layer_called(entry.name);
  if (!table && is_custom(entry)) return custom_layer(entry, repetition);
  if (entry.name == "Input") {
    report_.error(entry.original, {},
                  "an input isn't listed among the layers: write 'input: [28, 28, 1]' beside 'layers:'");
  } else if (!table) {
    report_.error(entry.original, {}, fmt::format("no layer is called '{}'{}", entry.name, similar_layers(entry.name)),
                  "unknown-class");
  }
  const std::string_view class_name = table ? table->name : entry.name;
  part.entry = table;
  ObjectDraft config{{"name", Value()}};
  // Layers that are arguments are made first, and so are named first.
  if (table) {
    add_arguments(entry, *table, depth, part, config);
    add_defaults(*table, config);
  }
  const std::string_view printed = table ? table->printed_name() : class_name;
  const ValueDraft name = name_of(entry, printed, repetition);
  config.set("name", name);
  part.name = name.value.string();
  // A faulty layer becomes one of an unknown class, so that its errors have no consequences that are reported.
  const Value module = table && !part.faulty ? Value::of_string(table->module) : Value::of_string("faulty");
  part.value = make_object(document_, {{"module", module},
                                       {"class_name", Value::of_string(class_name)},
                                       {"config", config.build(document_), entry.original},
                                       {"registered_name", Value()}});
  for (std::string_view makes = table ? table->makes : std::string_view(); !makes.empty();) {
    const size_t end = std::min(makes.find(' '), makes.size());
    part.unnamed.push_back(makes.substr(0, end));
    makes.remove_prefix(std::min(end + 1, makes.size()));
  }
  return part;
}

// Returns true for a class that isn't Keras's: one that the entry describes, or whose name is like no other.
bool ConciseReader::is_custom(const ConciseEntry& entry) const {
  if (!is_identifier(entry.name) || layer_called(entry.name) || entry.name == "Input") return false;
  if (find_keyword(entry, kOutputShape) || find_keyword(entry, kParams)) return true;
  return !find_layer(entry.name) && is_upper(entry.name.front()) && similar_layers(entry.name).empty();
}

void ConciseReader::check_custom(const ConciseEntry& entry) {
  const Subject subject({}, entry.name);
  for (const Value* value : entry.positional) {
    report_.error(value, subject, "the arguments of a class that isn't one of Keras's need names, as in 'k: 3'");
  }
  const Member* shape = find_keyword(entry, kOutputShape);
  if (shape && !is_sizes(shape->value)) {
    report_.error(&shape->value, subject,
                  fmt::format("expected 'output_shape' to be a shape without the batch, as [10], found {}",
                              describe(shape->value)));
  }
  const Member* params = find_keyword(entry, kParams);
  if (params && !(params->value.is_int() && params->value.integer() >= 0)) {
    report_.error(&params->value, subject,
                  fmt::format("expected 'params' to be a number of parameters, found {}", describe(params->value)));
  }
}

ConcisePart ConciseReader::custom_layer(const ConciseEntry& entry, int64_t repetition) {
  check_custom(entry);
  const ValueDraft name = name_of(entry, entry.name, repetition);
  ObjectDraft config{{"name", name.value, name.original}};
  ObjectDraft described;
  for (const Member* member : entry.keyword) {
    if (member->key == "name") continue;
    described.add({member->key, member->value, &member->value});
    const bool is_argument = member->key != kOutputShape && member->key != kParams;
    if (is_argument) config.add({member->key, member->value, &member->value});
  }
  const bool describes = described.find(kOutputShape) || described.find(kParams);
  ConcisePart part;
  part.name = name.value.string();
  part.value = make_object(document_, {{"module", Value()},
                                       {"class_name", Value::of_string(entry.name)},
                                       {"config", config.build(document_), entry.original},
                                       {"registered_name", Value::of_string(entry.name)},
                                       {kCustomKey, describes ? described.build(document_) : Value()}});
  return part;
}

void ConciseReader::add_arguments(const ConciseEntry& entry, const LayerEntry& table, int depth, ConcisePart& part,
                                  ObjectDraft& config) {
  const Subject subject({}, table.name);
  for (size_t i = 0; i < entry.positional.size(); ++i) {
    if (i >= table.args.size()) {
      report_.error(
          entry.positional[i], subject,
          fmt::format("takes {} arguments by position at most, found {}", table.args.size(), entry.positional.size()));
      break;
    }
    const Arg& arg = table.args[i];
    config.add({arg.name, argument(&arg, *entry.positional[i], depth, part), entry.positional[i]});
  }
  const size_t errors = report_.errors();
  for (const Member* member : entry.keyword) {
    const Arg* arg = find_arg(table.args, member->key);
    if (member->key == "name") continue;
    if (!arg && !find_arg(common_args(), member->key)) {
      report_.error_at_key(&member->value, subject, unknown_argument(table, member->key), "unknown-argument");
    } else {
      config.add({member->key, argument(arg, member->value, depth, part), &member->value});
    }
  }
  part.faulty = report_.errors() > errors;
}

// Some from_config methods of Keras have no default for an argument that is missing.
void ConciseReader::add_defaults(const LayerEntry& table, ObjectDraft& config) {
  for (const Arg& arg : table.args) {
    const auto value = value_of(arg.fallback);
    if (value && !config.find(arg.name)) config.add({arg.name, *value});
  }
}

// Any argument may be a layer ({Dense: 3}); one that must be a layer may also be a class name alone.
Value ConciseReader::argument(const Arg* arg, const Value& value, int depth, ConcisePart& owner) {
  const bool expects_layer = arg && (arg->kind == Kind::Layer || arg->kind == Kind::Layers);
  const bool is_form = value.is_object() && value.members().size() == 1;
  if (is_form && (expects_layer || layer_called(value.members()[0].key) || is_model_name(value.members()[0].key))) {
    return layer_argument(value, depth, owner);
  }
  if (expects_layer && value.is_string()) return layer_argument(value, depth, owner);
  if (!value.is_list()) return value;
  ListDraft items;
  for (const Value& item : value.items())
    items.push_back({argument(expects_layer ? arg : nullptr, item, depth, owner), &item});
  const Value list = make_list(document_, items);
  // A list of cells becomes one StackedRNNCells.
  if (!arg || arg->name != "cell") return list;
  return make_object(document_,
                     {{"module", Value::of_string("keras.layers")},
                      {"class_name", Value::of_string("StackedRNNCells")},
                      {"config",
                       make_object(document_, {{"name", make_string(document_, names_.next("StackedRNNCells"))},
                                               {"cells", list, &value}}),
                       &value},
                      {"registered_name", Value()}});
}

Value ConciseReader::layer_argument(const Value& value, int depth, ConcisePart& owner) {
  const auto inner = entry(value);
  if (!inner) return Value();
  for (const Value* misplaced : {inner->from, inner->with}) {
    if (misplaced) report_.error_at_key(misplaced, {{}, inner->name}, "a layer that is an argument isn't called here");
  }
  ConcisePart part = layer(*inner, 0, depth + 1);
  owner.unnamed.insert(owner.unnamed.end(), part.unnamed.begin(), part.unnamed.end());
  return part.value;
}

ConcisePart ConciseReader::nested_model(const ConciseEntry& entry, int64_t repetition, int depth) {
  const Value& spec = entry.original->is_object() ? entry.original->members()[0].value : *entry.original;
  const Value* name = spec.find("name");
  const Value* model_name = spec.find("model");
  const Value* given = model_name ? model_name : name;
  if (!name || !name->is_string()) {
    report_.error(entry.original, {{}, entry.name}, "a nested model needs a 'name'");
    given = nullptr;
  }
  if (depth > kDeepestNesting) {
    report_.error(entry.original, {}, fmt::format("models are nested deeper than {} levels", kDeepestNesting), "limit");
    report_.throw_errors();
  }
  if (given && given->is_string() && repetition > 0 && !model_name) {
    given = &make_root(document_, make_string(document_, fmt::format("{}_{}", given->string(), repetition)), *given);
  }
  return model(spec, entry.name, given, depth + 1);
}

}  // namespace nnsummary
