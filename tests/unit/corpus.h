// The models of the repository's corpus, for tests of what is true of every model.
#pragma once

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "../conformance/case.h"
#include "nnsummary/model.h"

namespace nnsummary::corpus {

// Opens the model of a case. Throws ModelError.
inline Model open(const conformance::Case& item) {
  const ReadOptions options{.container = {.program = NNSUMMARY_CONTAINER_PROGRAM}};
  if (item.has("file")) return Model::open((item.folder() / item.string("file")).string(), options);
  return Model::read(item.id(), item.has("text") ? item.string("text") : std::string(item.raw("model")), options);
}

// Returns at most `most` cases of a file, drawn evenly: those with a model that Keras accepts.
inline std::vector<conformance::Case> draw(const std::filesystem::path& file, size_t most) {
  std::vector<conformance::Case> cases = conformance::read_cases(file, "");
  std::erase_if(cases, [](const conformance::Case& item) { return item.has("error") || item.has("generator"); });
  const size_t step = (cases.size() + most - 1) / most;
  std::vector<conformance::Case> result;
  for (size_t i = 0; i < cases.size(); i += step) result.push_back(std::move(cases[i]));
  return result;
}

// Calls `check` with the id and the model of every drawn case of the repository's corpus.
inline void for_each_model(size_t most_of_a_file, const std::function<void(const std::string&, const Model&)>& check) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(NNSUMMARY_TESTS_DIR "/corpus")) {
    if (entry.path().extension() != ".jsonl") continue;
    for (const conformance::Case& item : draw(entry.path(), most_of_a_file)) check(item.id(), open(item));
  }
}

}  // namespace nnsummary::corpus
