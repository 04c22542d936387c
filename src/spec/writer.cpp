#include "spec/writer.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace nnsummary {
namespace {

// Arguments of common layers that only Keras 1 wrote.
constexpr std::string_view kKeras1Arguments[] = {
    "nb_filter",    "border_mode", "input_dtype",      "W_regularizer", "W_constraint", "inner_init",
    "dim_ordering", "pool_length", "subsample_length", "consume_less",  "output_dim",
};

constexpr std::string_view kVersionOfTfjs = "2.2.4";

int read_version(std::string_view text) {
  int result = 0;
  for (int part = 0; part < 3; ++part) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
    if (error == std::errc()) text.remove_prefix(static_cast<size_t>(end - text.begin()));
    if (text.starts_with('.')) text.remove_prefix(1);
    result = result * 100 + std::clamp(number, 0, 99);
  }
  return result;
}

std::span<const Value> layers_of(const Value& root) {
  const Value* config = root.find("config");
  if (!config || config->is_list()) return config ? config->items() : std::span<const Value>();
  const Value* layers = config->find("layers");
  return layers ? layers->items() : std::span<const Value>();
}

bool is_keras1_layer(const Value& layer) {
  const Value* config = layer.find("config");
  if (!config || layer.string_of("class_name") == "Embedding") return false;
  return std::any_of(std::begin(kKeras1Arguments), std::end(kKeras1Arguments),
                     [config](std::string_view name) { return config->find(name) != nullptr; });
}

Writer writer_of_version(std::string_view text) {
  // TensorFlow.js writes the format of Keras 2, but its own version.
  if (text.starts_with("tfjs-layers")) text = kVersionOfTfjs;
  constexpr int kKeras2 = 20000;
  constexpr int kKeras3 = 30000;
  constexpr int kOnlyTensorFlow = 20400;  // the keras package is tf.keras since this version
  Writer result;
  result.keras_version = text;
  result.version = read_version(text);
  result.era = result.version < kKeras2 ? Era::Keras1 : result.version < kKeras3 ? Era::Keras2 : Era::Keras3;
  result.tensorflow = result.era == Era::Keras2 && (text.ends_with("-tf") || result.version >= kOnlyTensorFlow);
  return result;
}

// Returns whether the first dim_ordering in the file is Theano's, which was also the default of Keras 1.
bool channels_first(const Value& value) {
  std::vector<const Value*> stack{&value};
  while (!stack.empty()) {
    const Value& current = *stack.back();
    stack.pop_back();
    const std::string_view ordering = current.string_of("dim_ordering");
    if (ordering == "tf" || ordering == "th") return ordering == "th";
    for (size_t i = current.items().size(); i-- > 0;) stack.push_back(&current.items()[i]);
    for (size_t i = current.members().size(); i-- > 0;) stack.push_back(&current.members()[i].value);
  }
  return true;
}

}  // namespace

Writer writer_of(const Value& root, std::string_view version) {
  Writer result;
  const auto layers = layers_of(root);
  if (!version.empty()) {
    result = writer_of_version(version);
  } else if (is_keras3_form(root, version)) {
    return result;
  } else if (std::any_of(layers.begin(), layers.end(), is_keras1_layer)) {
    result = {.era = Era::Keras1, .version = 10000};
  } else {
    constexpr int kLast = 21300;
    result = {.era = Era::Keras2, .version = kLast, .tensorflow = true};
  }
  if (result.era == Era::Keras1) result.channels_first = channels_first(root);
  return result;
}

namespace {

enum class Form { Unknown, Old, Keras3 };

// Returns the form that the shape of an input or the calls of a layer have.
Form form_of_layer(const Value& layer) {
  const Value* config = layer.find("config");
  if (config && config->find("batch_shape")) return Form::Keras3;
  if (config && config->find("batch_input_shape")) return Form::Old;
  const Value* nodes = layer.find("inbound_nodes");
  const auto calls = nodes ? nodes->items() : std::span<const Value>();
  if (calls.empty()) return Form::Unknown;
  return calls.front().is_object() ? Form::Keras3 : calls.front().is_list() ? Form::Old : Form::Unknown;
}

// Looks at the layers of a model and at those of nested models, up to the first that tells.
Form form_of(const Value& root) {
  std::vector<const Value*> models{&root};
  while (!models.empty()) {
    const Value& model = *models.back();
    models.pop_back();
    for (const Value& layer : layers_of(model)) {
      const Form form = form_of_layer(layer);
      if (form != Form::Unknown) return form;
      models.push_back(&layer);
    }
  }
  return Form::Unknown;
}

}  // namespace

// The envelope of an object ('module', 'registered_name') doesn't tell: archives of Keras 2.12 and later have it too,
// and in an .h5 file of Keras 3 no layer has it.
bool is_keras3_form(const Value& root, std::string_view version) {
  const Form form = form_of(root);
  if (form != Form::Unknown) return form == Form::Keras3;
  if (!version.empty()) return version.starts_with("3.");
  return root.find("module") != nullptr;
}

}  // namespace nnsummary
