#pragma once

#include "document/report.h"
#include "formats/model_file.h"
#include "graph/graph.h"
#include "nnsummary/model.h"

namespace nnsummary {

struct Model::Contents {
  Contents(ModelFile&& read, double factor) : file(std::move(read)), report(*file.document), work(factor) {}

  Document& document() const { return *file.document; }

  // Reads the description of the model. Throws ModelError with every error found.
  void describe(const Reading& reading);

  ModelFile file;
  Report report;
  double work;  // ReadOptions::work
  // Null if the file describes no graph: only weights are known.
  std::shared_ptr<const ModelSpec> spec;
  std::shared_ptr<const Graph> graph;
};

}  // namespace nnsummary
