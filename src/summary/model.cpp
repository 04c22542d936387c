#include "summary/contents.h"

#include "formats/format.h"

namespace nnsummary {

Model::Model(std::unique_ptr<Contents> contents) : contents_(std::move(contents)) {}
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;

Origin Model::origin() const {
  const Writer& writer = contents_->spec->writer;
  return {writer.era == Era::Keras3 ? 0 : writer.version, writer.tensorflow, writer.tfjs};
}

Model Model::read(std::string file, std::string bytes) {
  auto contents = std::make_unique<Contents>(read_document(std::move(file), std::move(bytes)));
  contents->spec = read_spec(*contents->document, contents->report);
  contents->graph = build_graph(contents->spec, contents->report);
  contents->report.throw_errors();
  return Model(std::move(contents));
}

}  // namespace nnsummary
