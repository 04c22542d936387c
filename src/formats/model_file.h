// A file that is to be read, and what a format makes of it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "document/document.h"
#include "nnsummary/stored.h"

namespace nnsummary {

struct Source {
  std::string name;            // as messages have it
  std::string path;            // where it lies; "" where it came by a pipe
  std::string bytes;           // all of it, or of a container that lies somewhere, its beginning
  std::string program_folder;  // where the program is that reads containers
};

struct ModelFile {
  // The model's description, which may be null: then there are weights alone.
  std::unique_ptr<Document> document;
  std::unique_ptr<Document> training;           // how the model was compiled, where that is a text of its own; or null
  std::shared_ptr<const StoredWeights> stored;  // null where the format holds none
  std::vector<std::string> notes;               // what is to be warned of
};

}  // namespace nnsummary
