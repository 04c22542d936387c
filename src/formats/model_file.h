// A file to read, and its contents once it is read.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "container/input.h"
#include "document/document.h"
#include "nnsummary/model.h"
#include "nnsummary/stored.h"

namespace nnsummary {

struct Source {
  std::string name;   // in messages
  std::string path;   // "" if it isn't a file on a disk
  std::string bytes;  // the whole file; only its first block if the format is read in place
  Input* input;       // null if the file was given in memory
  const ReadOptions& options;
};

struct ModelFile {
  // The model's description. Its root is null if the file only has weights.
  std::unique_ptr<Document> document;
  std::unique_ptr<Document> training;           // the training configuration if it is stored separately, or null
  std::shared_ptr<const StoredWeights> stored;  // null if the file has no weights
  std::vector<std::string> notes;               // warnings about the file
};

}  // namespace nnsummary
