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

// Beside what is wrong with the description, reports what the layers would refuse.
[[noreturn]] void report_all(const Model::Contents& contents) {
  Report report = contents.report;
  Walk(report, {.writer = contents.spec->writer}).model(contents.graph);
  throw ModelError(report.diagnostics());
}

}  // namespace

Model::Model(ModelFile&& file, const ReadOptions& options) : contents_(std::make_unique<Contents>(std::move(file))) {
  for (const std::string& note : contents_->file.notes) contents_->report.warn(nullptr, {}, "missing-weights", note);
  if (!describes_graph(contents_->file)) return;
  contents_->overrides = {options.inputs, options.batch};
  contents_->spec = read_spec(contents_->document(), contents_->overrides, contents_->report);
  contents_->graph = build_graph(contents_->spec, contents_->report);
  contents_->file.document->seal();
  if (contents_->report.has_errors()) report_all(*contents_);
}

Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;

void Model::read_as_keras3() {
  Contents& contents = *contents_;
  const auto spec = contents.spec;
  const auto graph = contents.graph;
  try {
    Report report(contents.document());
    contents.spec = read_spec(contents.document(), contents.overrides, report, true);
    contents.graph = build_graph(contents.spec, report);
    report.throw_errors();
    summarize(*this, {.strict = true});
  } catch (const ModelError&) {
    contents.spec = spec;
    contents.graph = graph;
  }
}

Origin Model::origin() const {
  if (!contents_->spec) return {};
  const Writer& writer = contents_->spec->writer;
  return {writer.era == Era::Keras3 ? 0 : writer.version, writer.tensorflow, writer.tfjs};
}

Model Model::open(const std::string& path, const ReadOptions& options) {
  return Model(read_file(path, options.container), options);
}

Model Model::read(std::string file, std::string bytes, const ReadOptions& options) {
  return Model(read_bytes(std::move(file), std::move(bytes), options.container), options);
}

}  // namespace nnsummary
