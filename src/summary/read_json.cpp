// Reads the JSON that src/render/json.cpp writes.
#include <fmt/format.h>

#include <climits>

#include "base/alternatives.h"
#include "document/report.h"
#include "nnsummary/json.h"
#include "summary/arguments.h"

namespace nnsummary {
namespace {

using Shapes = Structure<TensorShape>;

// Returns a count of up to 128 bits.
Count count_of(const Value& value) {
  if (value.is_int()) return Count(static_cast<uint64_t>(value.integer().get()));
  Count result;
  for (const char digit : value.string()) {
    result *= Count(10);
    result += Count(static_cast<uint64_t>(digit - '0'));
  }
  return result;
}

// Returns the value unchanged, unlike config_value(), which simplifies values of a model's file.
ConfigValue stored_value(const Value& value) {
  switch (value.type()) {
    case Value::Type::List: {
      ConfigValue::List result;
      for (const Value& item : value.items()) result.push_back(stored_value(item));
      return {std::move(result)};
    }
    case Value::Type::Object: {
      ConfigValue::Object result;
      for (const Member& member : value.members()) {
        result.push_back({std::string(member.key), stored_value(member.value)});
      }
      return {std::move(result)};
    }
    default: return config_value(value);
  }
}

class SummaryReader {
 public:
  explicit SummaryReader(const Document& document) : report_(document) {}

  Summary read();

 private:
  using Layers = std::vector<LayerSummary>;

  // Returns a member of the type that the schema requires. Throws ModelError for any other.
  const Value& member(const Value& object, std::string_view key);
  // The items of a list; none if there is no such member.
  std::span<const Value> list(const Value& object, std::string_view key);
  int index(const Value& object, std::string_view key);
  std::optional<uint64_t> bytes(const Value& object, std::string_view key);
  std::string text(const Value& object, std::string_view key);
  std::string text_or(const Value& object, std::string_view key, std::string_view usual = {});
  bool flag(const Value& object, std::string_view key, bool usual);
  int64_t integer(const Value& object, std::string_view key, int64_t usual);
  std::optional<Count> count(const Value& object, std::string_view key);
  DType dtype(const Value& object);
  [[noreturn]] void refuse(const Value& value, std::string_view expected);

  void totals(const Value& root, Summary& summary);
  void bits(const Value& root, Totals& totals);
  Extras extras(const Value& list);
  KerasVersion keras(const Value& object);
  CompileSummary compile(const Value& object);
  Diagnostic warning(const Value& object);
  Layers layers(const Value& object, std::string_view key);
  LayerSummary layer(const Value& object);
  std::optional<Shapes> output(const Value& object);
  WeightSummary weight(const Value& object);
  CallSummary call(const Value& object);
  Connection connection(const Value& object);
  Formula formula(const Value& object, std::string_view key);
  std::vector<ModelTensor> model_tensors(const Value& object, std::string_view key);
  TensorShape shape(const Value& value);
  Shapes shapes(const Value& value);

  Report report_;
};

void SummaryReader::refuse(const Value& value, std::string_view expected) {
  report_.error(&value, {}, fmt::format("expected {}, found {}", expected, describe(value)));
  throw ModelError(report_.diagnostics());
}

const Value& SummaryReader::member(const Value& object, std::string_view key) {
  const Value* found = object.find(key);
  if (!found) refuse(object, fmt::format("an object with '{}'", key));
  return *found;
}

std::string SummaryReader::text(const Value& object, std::string_view key) {
  const Value& value = member(object, key);
  if (!value.is_string()) refuse(value, "a string");
  return std::string(value.string());
}

std::string SummaryReader::text_or(const Value& object, std::string_view key, std::string_view usual) {
  const Value* value = object.find(key);
  return value && !value->is_null() ? text(object, key) : std::string(usual);
}

bool SummaryReader::flag(const Value& object, std::string_view key, bool usual) {
  const Value* value = object.find(key);
  if (value && !value->is_bool()) refuse(*value, "true or false");
  return value ? value->boolean() : usual;
}

int64_t SummaryReader::integer(const Value& object, std::string_view key, int64_t usual) {
  const Value* value = object.find(key);
  if (value && !value->is_int()) refuse(*value, "an integer");
  return value ? value->integer().get() : usual;
}

std::optional<Count> SummaryReader::count(const Value& object, std::string_view key) {
  const Value* value = object.find(key);
  if (!value || value->is_null()) return std::nullopt;
  const bool is_big = value->type() == Value::Type::BigInt && !value->string().starts_with('-');
  if (!is_big && !(value->is_int() && value->integer() >= 0)) refuse(*value, "a count");
  const Count result = count_of(*value);
  if (result.overflowed()) refuse(*value, "a count of up to 128 bits");
  return result;
}

std::span<const Value> SummaryReader::list(const Value& object, std::string_view key) {
  const Value* value = object.find(key);
  if (value && !value->is_list() && !value->is_null()) refuse(*value, "a list");
  return value ? value->items() : std::span<const Value>();
}

int SummaryReader::index(const Value& object, std::string_view key) {
  const int64_t result = integer(object, key, 0);
  if (result < 0 || result > INT_MAX) refuse(*object.find(key), "a small number that isn't negative");
  return static_cast<int>(result);
}

std::optional<uint64_t> SummaryReader::bytes(const Value& object, std::string_view key) {
  const auto result = count(object, key);
  if (result && result->value() > UINT64_MAX) refuse(*object.find(key), "a number of bytes");
  return result ? std::optional(static_cast<uint64_t>(result->value())) : std::nullopt;
}

DType SummaryReader::dtype(const Value& object) {
  const auto found = parse_dtype(text(object, "dtype"));
  if (!found) refuse(member(object, "dtype"), "a dtype");
  return *found;
}

TensorShape SummaryReader::shape(const Value& value) {
  if (value.is_null()) return TensorShape::unknown();
  if (!value.is_list()) refuse(value, "a shape");
  TensorShape result;
  for (const Value& size : value.items()) {
    if (!size.is_int() && !size.is_null()) refuse(size, "a size or null");
    size.is_int() ? result.sizes.emplace_back(size.integer().get()) : result.sizes.emplace_back(std::nullopt);
  }
  return result;
}

Shapes SummaryReader::shapes(const Value& value) {
  if (!value.is_object()) return shape(value);
  if (value.members().size() != 1) refuse(value, "'list', 'tuple' or 'dict'");
  const Member& only = value.members().front();
  if (!is_one_of(only.key, "list|tuple|dict")) refuse(value, "'list', 'tuple' or 'dict'");
  Shapes result(only.key == "dict"    ? Shapes::Kind::Dict
                : only.key == "tuple" ? Shapes::Kind::Tuple
                                      : Shapes::Kind::List,
                {});
  for (const Value& item : only.value.items()) result.items.push_back(shapes(item));
  for (const Member& item : only.value.members()) {
    result.keys.emplace_back(item.key);
    result.items.push_back(shapes(item.value));
  }
  return result;
}

std::optional<Shapes> SummaryReader::output(const Value& object) {
  if (const Value* structure = object.find("output_structure")) return shapes(*structure);
  const Value& flat = member(object, "output_shape");
  if (flat.is_null()) return std::nullopt;
  const auto items = flat.items();
  if (items.empty() || !items.front().is_list()) return shape(flat);
  Shapes result(Shapes::Kind::List, {});
  for (const Value& item : items) result.items.emplace_back(shape(item));
  return result;
}

Formula SummaryReader::formula(const Value& object, std::string_view key) {
  const Value* value = object.find(key);
  return value ? Formula{text(*value, "terms"), text(*value, "numbers")} : Formula();
}

WeightSummary SummaryReader::weight(const Value& object) {
  WeightSummary result;
  result.id = static_cast<uint32_t>(index(object, "id"));
  result.path = text(object, "path");
  for (const auto& size : shape(member(object, "shape")).sizes) result.shape.push_back(size.value_or(0));
  result.dtype = dtype(object);
  const bool is_known = !member(object, "trainable").is_null();
  result.trainable = is_known ? std::optional(flag(object, "trainable", true)) : std::nullopt;
  result.declared_trainable = flag(object, "declared_trainable", result.trainable.value_or(true));
  result.params = count(object, "params").value_or(0);
  result.formula = formula(object, "formula");
  return result;
}

CallSummary SummaryReader::call(const Value& object) {
  CallSummary result;
  for (const Value& input : list(object, "inputs")) result.inputs.push_back(shapes(input));
  result.output = shapes(member(object, "output"));
  return result;
}

Connection SummaryReader::connection(const Value& object) {
  return {text(object, "layer"), index(object, "node"), index(object, "tensor"), flag(object, "of_model", false)};
}

std::vector<ModelTensor> SummaryReader::model_tensors(const Value& object, std::string_view key) {
  std::vector<ModelTensor> result;
  for (const Value& item : list(object, key)) {
    result.push_back({text_or(item, "key"), text(item, "layer"), index(item, "node"), index(item, "tensor"),
                      shape(member(item, "shape")), dtype(item), flag(item, "listed", false)});
  }
  return result;
}

LayerSummary SummaryReader::layer(const Value& object) {
  LayerSummary result;
  result.name = text(object, "name");
  result.path = text(object, "path");
  result.class_name = text(object, "class_name");
  result.keras3_class = text_or(object, "keras3_class", result.class_name);
  result.dtype = text(object, "dtype");
  result.is_layer = flag(object, "is_layer", true);
  result.is_model = flag(object, "is_model", false);
  result.known = flag(object, "known", true);
  result.built = flag(object, "built", true);
  result.trainable = flag(object, "trainable", true);
  result.output_shape = output(object);
  result.params = count(object, "params");
  result.bits = count(object, "bits");
  if (const auto bytes = count(object, "bytes"); bytes && !result.bits) result.bits = *bytes * Count(8);
  result.has_weights = flag(object, "has_weights", result.params && !(*result.params == Count(0)));
  result.stored_bytes = bytes(object, "stored_bytes");
  result.macs = count(object, "macs");
  for (const Value& from : list(object, "connected_to")) result.connected_to.push_back(connection(from));
  result.inputs = model_tensors(object, "inputs");
  result.outputs = model_tensors(object, "outputs");
  result.layers = layers(object, "layers");
  for (const Value& item : list(object, "calls")) result.calls.push_back(call(item));
  for (const Value& item : list(object, "weights")) result.weights.push_back(weight(item));
  if (const Value* arguments = object.find("arguments")) {
    if (!arguments->is_object()) refuse(*arguments, "an object");
    for (const Member& argument : arguments->members()) {
      result.arguments.push_back({std::string(argument.key), stored_value(argument.value)});
    }
  }
  result.wrapped = layers(object, "wrapped");
  result.formula = formula(object, "formula");
  result.macs_formula = formula(object, "macs_formula");
  return result;
}

SummaryReader::Layers SummaryReader::layers(const Value& object, std::string_view key) {
  Layers result;
  for (const Value& item : list(object, key)) result.push_back(layer(item));
  return result;
}

Extras SummaryReader::extras(const Value& list) {
  const auto has = [&list](std::string_view name) {
    for (const Value& item : list.items()) {
      if (item.is_string() && item.string() == name) return true;
    }
    return false;
  };
  return {.weights = has("weights"),
          .arguments = has("arguments"),
          .calls = has("calls"),
          .macs = has("macs"),
          .formulas = has("formulas")};
}

KerasVersion SummaryReader::keras(const Value& object) {
  return {text_or(object, "version"), static_cast<int>(integer(object, "number", KerasVersion().number)),
          flag(object, "tensorflow", false), flag(object, "tfjs", false)};
}

CompileSummary SummaryReader::compile(const Value& object) {
  const auto setting = [this, &object](std::string_view key) { return stored_value(member(object, key)); };
  return {setting("optimizer"), setting("loss"), setting("loss_weights"), setting("metrics"),
          setting("weighted_metrics")};
}

Diagnostic SummaryReader::warning(const Value& object) {
  Diagnostic result;
  result.severity = Severity::Warning;
  result.code = text(object, "code");
  result.file = text_or(object, "file");
  result.line = index(object, "line");
  result.column = index(object, "column");
  result.source = text_or(object, "source");
  result.pointer = text_or(object, "pointer");
  result.layer = text_or(object, "layer");
  result.path = text_or(object, "path");
  result.class_name = text_or(object, "class_name");
  result.message = text(object, "message");
  return result;
}

void SummaryReader::bits(const Value& root, Totals& totals) {
  const Value* exact = root.find("bits");
  const auto number = [&](std::string_view name) {
    if (exact) return count(*exact, name).value_or(0);
    return count(root, fmt::format("{}_bytes", name)).value_or(0) * Count(8);
  };
  totals.trainable_bits = number("trainable");
  totals.non_trainable_bits = number("non_trainable");
  totals.undecided_bits = number("undecided");
  totals.optimizer_bits = number("optimizer");
}

void SummaryReader::totals(const Value& root, Summary& summary) {
  Totals& totals = summary.totals;
  totals.trainable = count(root, "trainable_params").value_or(0);
  totals.non_trainable = count(root, "non_trainable_params").value_or(0);
  totals.undecided = count(root, "undecided_params").value_or(0);
  totals.optimizer = count(root, "optimizer_params");
  bits(root, totals);
  totals.counted = flag(root, "counted", true);
  totals.lower_bound = flag(root, "lower_bound", false);
  totals.optimizer_known = flag(root, "optimizer_known", true);
  summary.macs = count(root, "macs");
  summary.complete = flag(root, "complete", true);
  summary.stored_bytes = bytes(root, "stored_bytes");
}

Summary SummaryReader::read() {
  const Value& root = report_.document().root();
  const int64_t version = integer(root, "schema_version", 0);
  if (version != kSchemaVersion) {
    refuse(root, fmt::format("a summary with 'schema_version' {}, as --format json prints", kSchemaVersion));
  }
  Summary result;
  result.name = text(root, "name");
  result.class_name = text(root, "class_name");
  result.keras3_class = text_or(root, "keras3_class", result.class_name);
  result.keras = keras(member(root, "keras"));
  totals(root, result);
  result.built = flag(root, "built", true);
  result.sequential_like = flag(root, "sequential_like", true);
  const Value& branching = member(root, "branching");
  result.branching = {flag(branching, "parallel", false), flag(branching, "merges", false),
                      flag(branching, "shares", false)};
  result.inputs = model_tensors(root, "inputs");
  result.outputs = model_tensors(root, "outputs");
  if (const Value* settings = root.find("compile"); settings && !settings->is_null()) {
    result.compile = compile(*settings);
  }
  result.extras = extras(member(root, "extras"));
  for (const Value& item : list(root, "warnings")) result.warnings.push_back(warning(item));
  result.layers = layers(root, "layers");
  return result;
}

}  // namespace

Summary read_summary_json(std::string file, std::string text) {
  Document document(std::move(file), std::move(text));
  read_json(document);
  return SummaryReader(document).read();
}

}  // namespace nnsummary
