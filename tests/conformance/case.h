// A conformance case: one line of a JSONL file, kept as text until the case is run.
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

  // The value of a key as it stands in the line, "" if there is none. A model stays text: it may hold what a strict
  // parser refuses (NaN, lone surrogates), and that is for the program to read.
  std::string_view raw(std::string_view key) const;
  bool has(std::string_view key) const { return !raw(key).empty(); }

  // The value of a key that holds text; "" if there is none.
  std::string text(std::string_view key) const;

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

// Every case of a file that has a model, and that can hold: not those that need somebody's Python classes, or where
// Keras's own output is a defect. With a `tag`, only those that have it. Throws std::runtime_error.
std::vector<Case> read_cases(const std::filesystem::path& file, const std::string& tag);

}  // namespace nnsummary::conformance
