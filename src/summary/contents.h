#pragma once

#include "document/report.h"
#include "graph/graph.h"
#include "nnsummary/model.h"

namespace nnsummary {

struct Model::Contents {
  explicit Contents(std::unique_ptr<Document> read) : document(std::move(read)), report(*document) {}

  std::unique_ptr<Document> document;
  Report report;
  std::shared_ptr<const ModelSpec> spec;
  std::shared_ptr<const Graph> graph;
};

}  // namespace nnsummary
