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

void Model::Contents::describe(const Reading& reading) {
  spec = read_spec(document(), reading, report);
  graph = build_graph(spec, report);
  if (!report.has_errors()) return;
  // What the layers would refuse is reported with it.
  Walk(report, {.writer = spec->writer}).model(graph);
  report.throw_errors();
}

Model::Model(ModelFile&& file, const ReadOptions& options) : contents_(std::make_unique<Contents>(std::move(file))) {
  Contents& contents = *contents_;
  for (const std::string& note : contents.file.notes) contents.report.warn(nullptr, {}, "missing-weights", note);
  if (describes_graph(contents.file)) {
    const Reading reading{.overrides = {options.inputs, options.batch}};
    contents.describe(reading);
    if (options.reader == Reader::Keras3 && contents.spec->writer.era != Era::Keras3) read_as_keras3(reading);
  }
  contents.document().seal();
}

Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;

// Where Keras 3 refuses the file, the model stays as its writer had it.
void Model::read_as_keras3(Reading reading) {
  Contents& contents = *contents_;
  const auto spec = contents.spec;
  const auto graph = contents.graph;
  const Report report = contents.report;
  reading.as_keras3 = true;
  try {
    contents.describe(reading);
    for (const Diagnostic& warning : summarize(*this).warnings) {
      if (!is_of_layer_state(warning)) throw ModelError({warning});
    }
  } catch (const ModelError&) {
    contents.spec = spec;
    contents.graph = graph;
    contents.report = report;
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
