#include "nnsummary/convert.h"

#include <fmt/format.h>

#include <string_view>
#include <unordered_map>

#include "base/structures.h"
#include "infer/walk.h"
#include "render/keras3_config.h"
#include "render/value_writer.h"
#include "spec/masks.h"
#include "summary/contents.h"

namespace nnsummary {
namespace {

// The name of the result in messages.
constexpr const char* kConverted = "the converted model";

using Rows = std::vector<LayerSummary>;

// Compares a model with the one that it was converted to. What isn't known of a layer isn't compared, such as the
// number of parameters of a custom class, which only a file with weights tells.
class Comparison {
 public:
  explicit Comparison(Report& report) : report_(report) {}

  void compare(const Rows& before, const Rows& after);

 private:
  void compare(const LayerSummary& before, const LayerSummary& after);
  template <typename T>
  void expect_same(const LayerSummary& layer, std::string_view what, const T& before, const T& after) {
    if (before == after) return;
    differs(layer, fmt::format("{} of {}, and not {}", what, after, before));
  }
  void differs(const LayerSummary& layer, const std::string& what) {
    report_.error(nullptr, {layer.name, layer.class_name, layer.path},
                  fmt::format("can't be converted: in Keras 3, it would have {}", what), "refused");
  }

  Report& report_;
};

// Older versions and Keras 3 differ in whether one output is a list of one.
std::string shape_text(const LayerSummary& layer) {
  std::vector<TensorShape> shapes;
  if (layer.output_shape) flatten_into(*layer.output_shape, shapes);
  std::string result;
  for (const TensorShape& shape : shapes) result += (result.empty() ? "" : ", ") + to_text(shape);
  return layer.output_shape ? result : "?";
}

std::string count_text(const std::optional<Count>& count) { return count ? to_text(*count, true) : "?"; }

void Comparison::compare(const LayerSummary& before, const LayerSummary& after) {
  compare(before.layers, after.layers);
  if (!before.known || !before.built) return;
  if (before.output_shape) expect_same(before, "the output shape", shape_text(before), shape_text(after));
  if (!before.params) return;
  expect_same(before, "a parameter count", count_text(before.params), count_text(after.params));
  expect_same(before, "the state", before.trainable ? "trainable" : "frozen", after.trainable ? "trainable" : "frozen");
}

// Rows of the converted model are more where Keras 3 shows the operations that compute masks.
void Comparison::compare(const Rows& before, const Rows& after) {
  std::unordered_map<std::string_view, const LayerSummary*> by_name;
  for (const LayerSummary& layer : after) by_name.emplace(layer.name, &layer);
  for (const LayerSummary& layer : before) {
    const auto found = by_name.find(layer.name);
    found == by_name.end() ? differs(layer, "no row of that name") : compare(layer, *found->second);
  }
}

// Reads the converted model, and compares it with the original.
void check(const Model& model, const std::string& converted, Report& report) {
  const Summary before = summarize(model);
  const Summary after = summarize(Model::read(kConverted, converted, {.work = model.contents().work}));
  Comparison(report).compare(before.layers, after.layers);
  report.throw_errors();
}

// Returns the model as JSON. Throws ModelError if something in it has no form in Keras 3.
std::string written(const Model::Contents& contents) {
  const ModelSpec& spec = *contents.spec;
  Report report = contents.report;
  Walk walk(report, {.writer = spec.writer, .reshapes_models = spec.has_other_inputs, .work = contents.work});
  const auto state = walk.model(contents.graph);
  report.throw_errors();
  const Document* training = contents.file.training.get();
  std::string result;
  ConfigWriter(spec.writer, report, result).write(*state, training ? &training->root() : nullptr);
  report.throw_errors();
  return result;
}

// Adds the operations that compute masks, which older versions didn't write.
std::string with_masks(const std::string& converted, double work) {
  Document document(kConverted, converted);
  read_json(document);
  AutoNames names;
  const auto masked = with_all_masks(document, document.root(), names);
  if (!masked) return converted;
  std::string text;
  JsonWriter json(text, JsonLayout::OneLine);
  write_value(json, *masked);
  return written(Model::read(kConverted, text, {.work = work}).contents());
}

}  // namespace

void convert(const Model& model, std::string& out) {
  const Model::Contents& contents = model.contents();
  if (!contents.graph) {
    throw ModelError(
        {contents.document().at(Severity::Error, nullptr, "the file has weights, but describes no model")});
  }
  std::string converted = written(contents);
  if (contents.spec->writer.era != Era::Keras3) converted = with_masks(converted, contents.work);
  Report report = contents.report;
  check(model, converted, report);
  out += converted;
  out += '\n';
}

}  // namespace nnsummary
