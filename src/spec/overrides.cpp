#include "spec/overrides.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/nearest.h"
#include "spec/draft.h"

namespace nnsummary {
namespace {

bool is_class(const Value& value, std::string_view name) { return value.string_of("class_name") == name; }

std::string_view name_of(const Value& layer) {
  const Value* config = layer.find("config");
  return config ? config->string_of("name") : std::string_view();
}

// Returns the InputLayers of the model, or, for a Sequential that begins with a nested model, of that model.
std::vector<const Value*> input_layers(const Value& model) {
  std::vector<const Value*> result;
  const Value* config = model.find("config");
  const Value* layers = config ? config->find("layers") : nullptr;
  if (!layers || layers->items().empty()) return result;
  for (const Value& layer : layers->items()) {
    if (is_class(layer, "InputLayer")) result.push_back(&layer);
  }
  return result.empty() && is_class(model, "Sequential") ? input_layers(layers->items().front()) : result;
}

class Rewriter {
 public:
  Rewriter(Document& document, const Value& model, const Overrides& overrides, Report& report)
      : document_(document),
        model_(model),
        overrides_(overrides),
        report_(report),
        inputs_(input_layers(model)),
        is_input_(inputs_.begin(), inputs_.end()) {}

  const Value& rewritten() {
    check_names();
    const Value result = rewrite(model_);
    report_.throw_errors();
    return make_root(document_, result, model_);
  }

 private:
  void check_names();
  void check_batch(const InputOverride& given, const Value* own);
  Value rewrite(const Value& value);
  Value object(const Value& value);
  Value list(const Value& value);
  // Returns the shape that overrides `own`, or nullopt if it stays. `name` is that of the InputLayer, empty for a
  // Sequential without one.
  std::optional<Value> shape_of(std::string_view name, const Value* own);
  std::optional<Value> shape_from_arguments();
  Value config_with(const Value& config, std::string_view key, std::string_view name);

  Document& document_;
  const Value& model_;
  const Overrides& overrides_;
  Report& report_;
  std::vector<const Value*> inputs_;
  std::unordered_set<const Value*> is_input_;
};

void Rewriter::check_names() {
  std::vector<std::string_view> names;
  for (const Value* input : inputs_) names.push_back(name_of(*input));
  const bool only = names.size() <= 1;
  std::string list;
  for (const std::string_view name : names) list += fmt::format("{}'{}'", list.empty() ? "" : ", ", name);
  for (const InputOverride& input : overrides_.inputs) {
    const auto same = [&](const InputOverride& other) {
      return other.name == input.name || (only && names.size() == 1);
    };
    if (&input != &*std::find_if(overrides_.inputs.begin(), overrides_.inputs.end(), same)) {
      report_.error(nullptr, name_of(model_), "more than one shape is given for the same input", "option");
    }
    const bool known = std::find(names.begin(), names.end(), input.name) != names.end();
    if (known || (only && input.name.empty())) continue;
    report_.error(nullptr, name_of(model_),
                  input.name.empty()
                      ? fmt::format("has the inputs {}: say which one the shape is for, as NAME=SHAPE", list)
                      : fmt::format("no input is called '{}'{}", input.name, did_you_mean(input.name, names)),
                  "option");
  }
  const Value* config = model_.find("config");
  const bool built =
      config && (config->find("build_input_shape") || model_.find("build_config") || shape_from_arguments());
  if (inputs_.empty() && overrides_.inputs.empty() && !built) {
    report_.error(nullptr, name_of(model_), "doesn't say the shape of its input: give all of it, not only the batch",
                  "option");
  }
  report_.throw_errors();
}

// Refuses a shape without its batch, which is what the rest of the model's own shape tells.
void Rewriter::check_batch(const InputOverride& given, const Value* own) {
  const auto& sizes = given.shape.sizes;
  const bool is_shorter = own && own->is_list() && !sizes.empty() && own->items().size() == sizes.size() + 1;
  if (!is_shorter) return;
  std::string text;
  for (size_t i = 0; i < sizes.size(); ++i) {
    const Value& size = own->items()[i + 1];
    if (sizes[i] != (size.is_int() ? std::optional(size.integer().get()) : std::nullopt)) return;
    text += sizes[i] ? fmt::format(",{}", *sizes[i]) : ",?";
  }
  report_.error(nullptr, name_of(model_), fmt::format("the shape of an input begins with the batch, as in ?{}", text),
                "option");
}

std::optional<Value> Rewriter::shape_of(std::string_view name, const Value* own) {
  const auto given = std::find_if(overrides_.inputs.begin(), overrides_.inputs.end(),
                                  [&](const InputOverride& input) { return input.name.empty() || input.name == name; });
  ListDraft sizes;
  if (given != overrides_.inputs.end()) {
    check_batch(*given, own);
    for (const auto& size : given->shape.sizes) sizes.push_back({size ? Value::of_int(*size) : Value()});
    return make_list(document_, sizes);
  }
  if (!own || !own->is_list() || own->items().empty() || !overrides_.batch) return std::nullopt;
  sizes.push_back({Value::of_int(*overrides_.batch)});
  for (const Value& size : own->items().subspan(1)) sizes.push_back({size, &size});
  return make_list(document_, sizes);
}

// Returns the shape, with the batch, that the first layer of a Sequential has as an argument; nullopt if it has none.
std::optional<Value> Rewriter::shape_from_arguments() {
  const Value* config = model_.find("config");
  const Value* layers = config ? config->find("layers") : nullptr;
  const Value* first = layers && !layers->items().empty() ? layers->items().front().find("config") : nullptr;
  const Value* shape = first ? first->find("input_shape") : nullptr;
  const Value* size = first ? first->find("input_dim") : nullptr;
  if (!shape && (!size || is_class(layers->items().front(), "Embedding"))) return std::nullopt;
  ListDraft sizes{{Value()}};
  for (const Value& item : shape ? shape->items() : std::span(size, 1)) sizes.push_back({item, &item});
  return make_list(document_, sizes);
}

Value Rewriter::config_with(const Value& config, std::string_view key, std::string_view name) {
  const Value* own = config.find(key);
  const std::optional<Value> from_arguments = own ? std::nullopt : shape_from_arguments();
  const auto shape = shape_of(name, from_arguments ? &*from_arguments : own);
  ObjectDraft fields;
  for (const Member& member : config.members()) {
    const bool replaced = shape && member.key == key;
    if (!replaced) fields.add({member.key, rewrite(member.value), &member.value});
  }
  if (shape) fields.add({key, *shape, own ? own : &config});
  return fields.build(document_);
}

Value Rewriter::object(const Value& value) {
  ObjectDraft fields;
  const bool is_layer = value.find("class_name") != nullptr;
  const bool is_tensor = is_class(value, "__keras_tensor__");
  const bool is_input = is_input_.contains(&value);
  const bool begins_here = &value == &model_ && inputs_.empty();
  for (const Member& member : value.members()) {
    if (is_layer && member.key == "build_config") continue;
    const bool is_config = member.key == "config";
    Value made;
    if (is_config && is_input) {
      made = config_with(member.value, "batch_shape", member.value.string_of("name"));
    } else if (is_config && begins_here) {
      made = config_with(member.value, "build_input_shape", {});
    } else if (is_config && is_tensor) {
      const Value* history = member.value.find("keras_history");
      made = history ? make_object(document_, {{"keras_history", *history, history}}) : member.value;
    } else if (member.key == "build_input_shape") {
      continue;
    } else {
      made = rewrite(member.value);
    }
    fields.add({member.key, made, &member.value});
  }
  return fields.build(document_);
}

Value Rewriter::list(const Value& value) {
  ListDraft items;
  for (const Value& item : value.items()) items.push_back({rewrite(item), &item});
  return make_list(document_, items);
}

Value Rewriter::rewrite(const Value& value) {
  if (value.is_object()) return object(value);
  return value.is_list() ? list(value) : value;
}

}  // namespace

const Value& with_overrides(Document& document, const Value& model, const Overrides& overrides, Report& report) {
  return overrides.empty() ? model : Rewriter(document, model, overrides, report).rewritten();
}

}  // namespace nnsummary
