#include <algorithm>

#include "formats/format.h"
#include "infer/walk.h"
#include "spec/tfjs.h"
#include "summary/contents.h"

namespace nnsummary {
namespace {

// A subclassed model is written without its graph, which is in its code.
bool describes_graph(const ModelFile& file) {
  const Value& root = file.document->root();
  const Value* config = root.find("config");
  const bool layers = config && (config->is_list() || config->find("layers"));
  return layers || !file.stored || root.is_list() || is_tfjs(root);
}

// Adds what the layers would refuse to what is wrong with the description.
[[noreturn]] void report_all(const Model::Contents& contents) {
  Report report = contents.report;
  Walk(report, {.writer = contents.spec->writer}).model(contents.graph);
  throw ModelError(report.diagnostics());
}

// Warnings that a model of Keras 3's own gets as well.
bool is_of_layer_state(const Diagnostic& warning) {
  return warning.code == "unbuilt" || warning.code == "unknown-shape" || warning.code == "dead";
}

constexpr int kKeras3 = 30000;

KerasVersion version_of(const ModelSpec& spec) {
  const Writer& writer = spec.writer;
  const bool is_keras3 = writer.era == Era::Keras3;
  return {std::string(writer.keras_version), is_keras3 ? std::max(writer.version, kKeras3) : writer.version,
          writer.tensorflow, writer.tfjs};
}

}  // namespace

Model::Model(ModelFile&& file, const ReadOptions& options) : contents_(std::make_unique<Contents>(std::move(file))) {
  for (const std::string& note : contents_->file.notes) contents_->report.warn(nullptr, {}, "missing-weights", note);
  if (!describes_graph(contents_->file)) return;
  const Overrides overrides{options.inputs, options.batch};
  contents_->spec = read_spec(contents_->document(), overrides, contents_->report);
  contents_->graph = build_graph(contents_->spec, contents_->report);
  contents_->file.document->seal();
  if (contents_->report.has_errors()) report_all(*contents_);
  if (options.reader == Reader::Keras3 && contents_->spec->writer.era != Era::Keras3) read_as_keras3(overrides);
}

Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;

// Where Keras 3 refuses the file, the model stays as its writer had it.
void Model::read_as_keras3(const Overrides& overrides) {
  Contents& contents = *contents_;
  const auto spec = contents.spec;
  const auto graph = contents.graph;
  try {
    Report report(contents.document());
    contents.spec = read_spec(contents.document(), overrides, report, true);
    contents.graph = build_graph(contents.spec, report);
    report.throw_errors();
    for (const Diagnostic& warning : summarize(*this).warnings) {
      if (!is_of_layer_state(warning)) throw ModelError({warning});
    }
  } catch (const ModelError&) {
    contents.spec = spec;
    contents.graph = graph;
  }
}

KerasVersion Model::keras() const { return contents_->spec ? version_of(*contents_->spec) : KerasVersion(); }

const StoredWeights* Model::stored_weights() const { return contents_->file.stored.get(); }

Model Model::open(const std::string& path, const ReadOptions& options) {
  return Model(read_file(path, options.container), options);
}

Model Model::read(std::string file, std::string bytes, const ReadOptions& options) {
  return Model(read_bytes(std::move(file), std::move(bytes), options.container), options);
}

}  // namespace nnsummary
