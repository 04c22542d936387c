// A conformance case: one line of a JSONL file, parsed when the case is run.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace nnsummary::conformance {

class Case {
 public:
  // `line` is a JSON object; `folder` is where the files that it names are. Throws std::runtime_error.
  Case(std::string line, std::filesystem::path folder);

  const std::string& id() const { return id_; }
  const std::vector<std::string>& tags() const { return tags_; }
  const std::filesystem::path& folder() const { return folder_; }

  // Returns the JSON of a key's value, or "" if there is none. A model is not parsed here: it may hold NaN or lone
  // surrogates, which strict parsers refuse.
  std::string_view raw(std::string_view key) const;
  bool has(std::string_view key) const { return !raw(key).empty(); }

  // Returns a string value, or "" if there is none.
  std::string string(std::string_view key) const;

 private:
  struct Member {
    size_t key_begin, key_size, value_begin, value_size;
  };
  void scan();

  std::string line_;
  std::filesystem::path folder_;
  std::vector<Member> members_;
  std::string id_;
  std::vector<std::string> tags_;
};

// Returns the cases of a file that have a model, except those that need custom Python classes and those where Keras's
// output is a defect. With a `tag`, returns only the cases that have it. Throws std::runtime_error.
std::vector<Case> read_cases(const std::filesystem::path& file, const std::string& tag);

}  // namespace nnsummary::conformance
