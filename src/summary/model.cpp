#include <fmt/format.h>

#include <algorithm>

#include "formats/format.h"
#include "infer/walk.h"
#include "nnsummary/render.h"
#include "spec/dialects.h"
#include "spec/tfjs.h"
#include "summary/contents.h"

namespace nnsummary {
namespace {

// A subclassed model is saved without its graph, which is in its code.
bool describes_graph(const ModelFile& file) {
  const Value& root = file.document->root();
  const Value* config = root.find("config");
  const bool layers = config && (config->is_list() || config->find("layers"));
  return layers || !file.stored || root.is_list() || is_tfjs(root);
}

// Returns true for warnings that a file of any version may cause.
bool is_unrelated_to_version(const Diagnostic& warning) {
  return warning.code == "unbuilt" || warning.code == "unknown-shape" || warning.code == "dead";
}

constexpr int kKeras3 = 30000;

// Returns true if the versions of the style read files of that writer: no version reads files of a newer one, and only
// the keras package reads those of Keras 1.
bool reads(const Style& style, const Writer& writer) {
  constexpr int kKeras2 = 20000;
  switch (style.table) {
    case TableKind::Keras3: return writer.era == Era::Keras3;
    case TableKind::TensorFlowJs: return writer.era == Era::Keras2;
    case TableKind::Rows: break;
  }
  if (writer.era == Era::Keras1) return style.last_tensorflow == 0;
  return writer.era == Era::Keras2 && style.last_keras >= kKeras2;
}

KerasVersion version_of(const ModelSpec& spec) {
  const Writer& writer = spec.writer;
  const bool is_keras3 = writer.era == Era::Keras3;
  return {writer.is_reader ? "" : std::string(writer.keras_version),
          is_keras3 ? std::max(writer.version, kKeras3) : writer.version, writer.tensorflow, writer.tfjs};
}

}  // namespace

void Model::Contents::describe(const Reading& reading) {
  spec = read_spec(document(), reading, report);
  graph = build_graph(spec, report);
  if (!report.has_errors()) return;
  // Errors of the layers are reported along with the errors of the graph.
  Walk(report, {.writer = spec->writer, .reshapes_models = spec->has_other_inputs, .work = work}).model(graph);
  report.throw_errors();
}

Model::Model(ModelFile&& file, const ReadOptions& options)
    : contents_(std::make_unique<Contents>(std::move(file), options.work)) {
  Contents& contents = *contents_;
  for (const std::string& note : contents.file.notes) contents.report.warn(nullptr, {}, "missing-weights", note);
  const Style* reader = options.style.empty() ? nullptr : find_style(options.style);
  if (!reader && !options.style.empty()) throw OptionError(fmt::format("there is no style '{}'", options.style));
  if (describes_graph(contents.file)) {
    refusing_errors(contents.document(), [&] {
      describe({.overrides = {options.inputs, options.batch}, .reader = reader, .work = options.work});
    });
  }
  contents.document().seal();
}

Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;

// If Keras 3 refuses an old file, or warns of something unknown in it, the file is read as its writer reads it.
bool Model::describe_for_keras3(const Reading& reading) {
  Contents& contents = *contents_;
  const Report before = contents.report;
  try {
    contents.describe(reading);
    if (!contents.spec->writer.is_reader) return true;
    for (const Diagnostic& warning : summarize(*this).warnings) {
      if (!is_unrelated_to_version(warning)) throw ModelError({warning});
    }
    return true;
  } catch (const ModelError&) {
    contents.report = before;
    return false;
  }
}

void Model::describe(Reading reading) {
  const Style* reader = reading.reader;
  if (reading.by_keras3()) {
    if (describe_for_keras3(reading)) return;
    reading.reader = nullptr;
  }
  contents_->describe(reading);
  const ModelSpec& spec = *contents_->spec;
  if (!reader || spec.dialect == kConciseSpec || reads(*reader, spec.writer)) return;
  contents_->report.warn(nullptr, {}, "reader",
                         fmt::format("can't be read by {}: the table shows the model as the version that wrote "
                                     "it reads it",
                                     reader->doc));
}

KerasVersion Model::keras() const { return contents_->spec ? version_of(*contents_->spec) : KerasVersion(); }

const StoredWeights* Model::stored_weights() const { return contents_->file.stored.get(); }

Model Model::open(const std::string& path, const ReadOptions& options) {
  return Model(read_file(path, options), options);
}

Model Model::read(std::string file, std::string bytes, const ReadOptions& options) {
  return Model(read_bytes(std::move(file), std::move(bytes), options), options);
}

Model Model::read_descriptor(std::string file, int descriptor, const ReadOptions& options) {
  return Model(nnsummary::read_descriptor(std::move(file), descriptor, options), options);
}

}  // namespace nnsummary
