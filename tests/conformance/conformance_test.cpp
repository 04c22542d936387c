// Registers one test per conformance case.
//
//     conformance_test [GoogleTest's options] [--tag=TAG] [FILE.jsonl…]
//
// With no file, runs all of tests/corpus and, if the larger corpus is there, its sets in sets.txt.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <map>

#include "case.h"
#include "run_case.h"

namespace nnsummary::conformance {
namespace {

namespace fs = std::filesystem;

struct Set {
  fs::path file;
  std::string tag;  // only cases that have it
};

using Reasons = std::map<std::string, std::string>;

std::string trimmed(const std::string& text) {
  const size_t begin = text.find_first_not_of(' ');
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

// Returns the lines of a list, each as an entry and the text after " # ". Lines that start with # are comments.
std::vector<std::pair<std::string, std::string>> read_list(const fs::path& file) {
  std::ifstream lines(file);
  if (!lines) throw std::runtime_error(file.string() + " can't be read");
  std::vector<std::pair<std::string, std::string>> result;
  for (std::string line; std::getline(lines, line);) {
    const size_t mark = line.find(" # ");
    const std::string entry = trimmed(line.substr(0, mark));
    if (entry.empty() || entry.front() == '#') continue;
    result.emplace_back(entry, mark == std::string::npos ? "" : trimmed(line.substr(mark + 3)));
  }
  return result;
}

Reasons known_failures() {
  Reasons result;
  for (const auto& [id, reason] : read_list(fs::path(NNSUMMARY_TESTS_DIR) / "conformance/known_failures.txt")) {
    if (reason.empty()) throw std::runtime_error("known_failures.txt gives no reason for " + id);
    result.emplace(id, reason);
  }
  return result;
}

class CaseTest : public testing::Test {
 public:
  CaseTest(const Case& item, std::string known_reason) : item_(item), known_reason_(std::move(known_reason)) {}

  void TestBody() override {
    const std::string why = run_case(item_);
    if (known_reason_.empty() && !why.empty()) FAIL() << item_.id() << ": " << why;
    if (!known_reason_.empty() && why.empty()) {
      FAIL() << item_.id() << " holds now: take it out of known_failures.txt (" << known_reason_ << ")";
    }
  }

 private:
  const Case& item_;
  std::string known_reason_;
};

std::vector<Set> default_sets() {
  std::vector<Set> result;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(NNSUMMARY_TESTS_DIR) / "corpus")) {
    if (entry.path().extension() == ".jsonl") result.push_back({entry.path(), ""});
  }
  std::sort(result.begin(), result.end(), [](const Set& a, const Set& b) { return a.file < b.file; });
  const fs::path larger = NNSUMMARY_CORPUS;
  if (larger.empty() || !fs::exists(larger)) return result;
  for (const auto& [line, comment] : read_list(fs::path(NNSUMMARY_TESTS_DIR) / "conformance/sets.txt")) {
    const size_t blank = line.find(' ');
    result.push_back({larger / line.substr(0, blank), blank == std::string::npos ? "" : line.substr(blank + 1)});
  }
  return result;
}

std::vector<Set> sets_of(int argc, char** argv) {
  std::vector<Set> result;
  std::string tag;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument.starts_with("--tag=")) {
      tag = argument.substr(6);
    } else {
      result.push_back({argument, tag});
    }
  }
  return result.empty() ? default_sets() : result;
}

void register_case(const std::string& suite, const Case& item, const Reasons& known) {
  const auto reason = known.find(item.id());
  const std::string why = reason == known.end() ? "" : reason->second;
  testing::RegisterTest(suite.c_str(), item.id().c_str(), nullptr, nullptr, __FILE__, __LINE__,
                        [&item, why]() -> testing::Test* { return new CaseTest(item, why); });
}

void register_sets(const std::vector<Set>& sets, const Reasons& known) {
  static std::deque<Case> cases;  // they outlive the tests that look at them
  for (const Set& set : sets) {
    const std::string suite = (set.file.parent_path().filename() / set.file.stem()).string();
    const size_t before = cases.size();
    for (Case& item : read_cases(set.file, set.tag)) {
      register_case(suite, cases.emplace_back(std::move(item)), known);
    }
    if (cases.size() == before) throw std::runtime_error(set.file.string() + " has no case to run");
  }
}

}  // namespace
}  // namespace nnsummary::conformance

int main(int argc, char** argv) {
  testing::GTEST_FLAG(brief) = true;  // thousands of names that passed tell nobody anything
  testing::InitGoogleTest(&argc, argv);
  try {
    using namespace nnsummary::conformance;
    register_sets(sets_of(argc, argv), known_failures());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "conformance_test: %s\n", error.what());
    return 2;
  }
  return RUN_ALL_TESTS();
}
