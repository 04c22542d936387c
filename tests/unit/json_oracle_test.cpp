// Holds our JSON reader against nlohmann's, which is independent of it: both must accept or refuse the same texts and
// read the same values. ours_only() and nlohmann_only() list where we differ on purpose, as Python's json module does.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <optional>

#include "converted.h"
#include "document/document.h"

namespace nnsummary {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using Json = nlohmann::json;

std::optional<Json> read_ours(const std::string& text) {
  Document document("test.json", text);
  try {
    read_json(document);
  } catch (const ModelError& error) {
    EXPECT_EQ(error.diagnostics().size(), 1U);
    EXPECT_GT(error.diagnostics().front().line, 0);
    EXPECT_EQ(error.diagnostics().front().code, "syntax");
    return std::nullopt;
  }
  return converted(document.root());
}

std::optional<Json> read_nlohmann(const std::string& text) {
  Json result = Json::parse(text, nullptr, false);
  return result.is_discarded() ? std::nullopt : std::optional(std::move(result));
}

// Returns whether the values are equal and of the same types. For nlohmann 1 equals 1.0, and an integer beyond int64 is
// unsigned or a float.
bool same(const Json& ours, const Json& theirs) {
  if (ours.is_number()) {
    const bool beyond = theirs.is_number_unsigned() && theirs.get<uint64_t>() > uint64_t{INT64_MAX};
    return ours == theirs && (ours.is_number_float() == theirs.is_number_float() || beyond);
  }
  if (ours.type() != theirs.type() || ours.size() != theirs.size()) return false;
  if (!ours.is_structured()) return ours == theirs;
  return std::equal(ours.begin(), ours.end(), theirs.begin(), same) && (ours.is_array() || ours == theirs);
}

enum class Expect { Accepted, Refused, OursOnly, NlohmannOnly };

struct Case {
  std::string text;
  Expect expect;
};

void check(const std::vector<Case>& cases) {
  for (const auto& [text, expect] : cases) {
    const auto ours = read_ours(text);
    const auto theirs = read_nlohmann(text);
    EXPECT_EQ(ours.has_value(), expect == Expect::Accepted || expect == Expect::OursOnly) << text;
    EXPECT_EQ(theirs.has_value(), expect == Expect::Accepted || expect == Expect::NlohmannOnly) << text;
    if (ours && theirs) {
      EXPECT_TRUE(same(*ours, *theirs)) << text;
    }
  }
}

std::vector<Case> all(Expect expect, std::initializer_list<std::string> texts) {
  std::vector<Case> result;
  for (const std::string& text : texts) result.push_back({text, expect});
  return result;
}

TEST(JsonOracle, AcceptsNumbers) {
  check(all(Expect::Accepted, {"[0]",
                               "[-0]",
                               "[7]",
                               "[-31]",
                               "[0.25]",
                               "[-0.5]",
                               "[0e0]",
                               "[0e+7]",
                               "[3E2]",
                               "[3E+2]",
                               "[3E-2]",
                               "[1.5e3]",
                               "[20e1]",
                               "[-0.0]",
                               "[0.00000000000000000000000000000000000000000000000000000000000001]",
                               "[4294967296]",
                               "[9007199254740993]",
                               "[9223372036854775807]",
                               "[-9223372036854775808]",
                               "[9223372036854775808]",
                               "[18446744073709551615]",
                               "[18446744073709551616]",
                               "[-9223372036854775809]",
                               "[123123123123123123123123123123]",
                               "[2.2250738585072011e-308]",
                               "[5e-324]",
                               "[1e-400]",
                               "[1.7976931348623157e308]",
                               "[0.1]",
                               " 3 ",
                               "-1.25e-2"}));
}

TEST(JsonOracle, RefusesNumbers) {
  check(all(Expect::Refused,
            {"[+1]",   "[-]",     "[--1]",   "[01]",   "[-012]",         "[00]",    "[1.]",    "[.5]",  "[-.5]",
             "[1.e3]", "[1e]",    "[1e+]",   "[1E-]",  "[1ee2]",         "[1e2.5]", "[1.2.3]", "[1+2]", "[0x1F]",
             "[0b1]",  "[1_000]", "[1 000]", "[1a]",   "[- 1]",          "[1e 3]",  "[0e]",    "[2.e]", "[+Inf]",
             "[inf]",  "[-inf]",  "[nan]",   "[1,2.]", "[\xEF\xBC\x91]", "-",       "[-foo]",  "[1eE2]"}));
}

TEST(JsonOracle, AcceptsStrings) {
  check(all(Expect::Accepted, {R"([""])",
                               R"(["a"])",
                               R"(["\"\\\/\b\f\n\r\t"])",
                               R"(["\u0041\u00e9\u20AC"])",
                               R"(["\uD834\uDD1E"])",
                               R"(["\udbff\udfff"])",
                               R"(["\u0000"])",
                               R"(["\u001f"])",
                               R"(["\uFFFF"])",
                               R"(["\\u0041"])",
                               R"(["\ud83d\ude39\ud83d\udc8d"])",
                               "[\"é層😀\"]",
                               "[\"\x7F\"]",
                               "[\"\u2028\u2029\"]",
                               "[\"\uFDD0\"]",
                               "[\"\U0010FFFF\"]",
                               "[\"\u00A0\"]",
                               R"(["/*no comment*/"])",
                               R"("alone")",
                               "[\"\uFEFF\"]"}));
}

TEST(JsonOracle, RefusesStrings) {
  check(
      all(Expect::Refused, {R"(["a)",        R"([")",        R"(["\])",         R"(["\"])",          R"(["\x41"])",
                            R"(["\u"])",     R"(["\u00"])",  R"(["\u004"])",    R"(["\u00G0"])",     R"(["\U0041"])",
                            R"(["\a"])",     R"(["\0"])",    R"(["\ud800\u"])", R"(["\ud800\u00"])", R"(["\uD834\x"])",
                            R"(["\'"])",     "['single']",   "[abc]",           R"([\n])",           "[\"a\nb\"]",
                            "[\"a\tb\"]",    "[\"\x1f\"]",   "[\"a\0b\"]"s,     R"(["\ )",           R"(["\😀"])",
                            R"(["\u-041"])", R"(["\u 041"])"}));
}

TEST(JsonOracle, RefusesInvalidUtf8) {
  check(all(Expect::Refused, {"[\"\xff\"]",
                              "[\"\x80\"]",
                              "[\"\xc0\xaf\"]",
                              "[\"\xc1\xbf\"]",
                              "[\"\xe0\x80\xaf\"]",
                              "[\"\xf0\x80\x80\xaf\"]",
                              "[\"\xed\xa0\x80\"]",
                              "[\"\xed\xbf\xbf\"]",
                              "[\"\xf4\x90\x80\x80\"]",
                              "[\"\xf8\x88\x80\x80\x80\"]",
                              "[\"\xc3\"]",
                              "[\"\xe5\xb1\"]",
                              "[\"\xf0\x9f\x98\"]",
                              "[\"\xc3(\"]",
                              "\xff",
                              "[\xe9]",
                              "{\"\xff\": 1}",
                              "[\"\\\xe5\"]",
                              "\xff\xfe[\0]\0"s,
                              "\xfe\xff\0[\0]"s}));
}

TEST(JsonOracle, AcceptsStructures) {
  check(all(Expect::Accepted, {"[]",
                               "{}",
                               "[[]]",
                               "[{}]",
                               "{\"a\":[]}",
                               "[ ]",
                               "{ }",
                               "\t[\r\n1\t,\n2 ]\n",
                               "{\"a\":{\"b\":{\"c\":[1]}}}",
                               "{\"\":0}",
                               "{\"a\":1,\"a\":2}",
                               "{\"a\":1,\"a\":1}",
                               "{\"a\\u0000b\":1}",
                               "{\"\\u0041\":1,\"A\":2}",
                               "[null,true,false]",
                               "null",
                               "true",
                               "false",
                               "\xEF\xBB\xBF[1]",
                               "[1,[2,[3,[4]]]]",
                               "{\"min\":-1.0e+28,\"max\":1.0e+28}",
                               "{ \"a\" : 1 , \"b\" : 2 }"}));
}

TEST(JsonOracle, RefusesStructures) {
  check(all(Expect::Refused, {"",
                              " ",
                              "[",
                              "]",
                              "{",
                              "}",
                              "[1",
                              "[1,",
                              "[,1]",
                              "[1,]",
                              "[1,,2]",
                              "[,]",
                              "[1 2]",
                              "[1]]",
                              "[1}",
                              "{]",
                              "{\"a\"}",
                              "{\"a\":}",
                              "{\"a\":1",
                              "{\"a\":1,}",
                              "{,\"a\":1}",
                              "{\"a\" 1}",
                              "{:1}",
                              "{a:1}",
                              "{'a':1}",
                              "{1:1}",
                              "{null:1}",
                              "{\"a\":1 \"b\":2}",
                              "{\"a\"::1}",
                              "{\"a\":1:2}",
                              "[1:2]",
                              "[\"a\":1]",
                              "[1];",
                              "[1] x",
                              "[1][2]",
                              "{}{}",
                              "1 2",
                              "\"a\" \"b\"",
                              "[nul]",
                              "[nulll]",
                              "[True]",
                              "[NULL]",
                              "tru",
                              "[tr ue]",
                              "[1/**/]",
                              "[1] // c",
                              "[1]#",
                              "/**/[1]",
                              "[*]",
                              "[<1>]",
                              "[${1}]",
                              "&",
                              "[\f1]",
                              "[\v1]",
                              "[\u00A01]",
                              "[\u20601]",
                              "{\"a\":[}",
                              "[{\"a\":1]",
                              "[[1]",
                              "{[]:1}",
                              "{\"a\",1}",
                              "[\xEF\xBB\xBF]",
                              "\xEF\xBB",
                              "\xEF\xBB\xBF",
                              "[1\0]"s,
                              "[1,\0 2]"s,
                              "{\"a\":tru}",
                              "[1 true]",
                              "[\"a\"\"b\"]",
                              "[] []",
                              "[}",
                              "{\"a\":1]"}));
}

TEST(JsonOracle, DiffersWherePythonDoes) {
  check(all(Expect::OursOnly, {"[NaN]", "[Infinity]", "[-Infinity]", "NaN", "{\"a\":NaN}",
                               // Beyond a double is infinite.
                               "[1e400]", "[-1e400]", "[123.456e789]", "[1e99999999999999999999]",
                               // A lone surrogate is U+FFFD.
                               R"(["\ud800"])", R"(["\udc00"])", R"(["\ud800a"])", R"(["\ud800\ud800"])",
                               R"(["\ud800\n"])", R"(["\udd1e\ud834"])", R"(["\uDBFF\u0041"])"}));
  // nlohmann takes a zero byte for the end.
  check(all(Expect::NlohmannOnly, {"[1]\0"s, "[1]\0x"s}));
}

TEST(JsonOracle, ReadsWhatOnlyPythonTakes) {
  EXPECT_TRUE(std::isnan(read_ours("NaN")->get<double>()));
  EXPECT_EQ(read_ours("[-Infinity, 1e400]"), read_ours("[-1e400, Infinity]"));
  EXPECT_EQ(read_ours(R"(["\ud800a", "\ud800\ud834\udd1e", "\udc00"])"),
            Json({"\uFFFDa", "\uFFFD\U0001D11E", "\uFFFD"}));
}

// Only these may make nlohmann refuse a text of the corpus that we read.
bool is_python_only(const std::string& text) {
  constexpr const char* kReasons[] = {"NaN", "Infinity", "\\ud"};
  return std::any_of(std::begin(kReasons), std::end(kReasons),
                     [&text](const char* reason) { return text.find(reason) != std::string::npos; });
}

size_t compare(const std::string& text, const std::string& where) {
  const auto ours = read_ours(text);
  const auto theirs = read_nlohmann(text);
  if (ours && theirs) {
    EXPECT_TRUE(same(*ours, *theirs)) << where;
  } else if (ours) {
    EXPECT_TRUE(is_python_only(text)) << where << ": only we read it";
  } else {
    EXPECT_FALSE(theirs) << where << ": only nlohmann reads it";
  }
  return 1;
}

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Returns how many texts a file has: its lines, and the texts that they hold as strings.
size_t compare_lines(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  size_t result = 0;
  while (std::getline(file, line)) {
    const std::string where = path.string() + ":" + std::to_string(result + 1);
    result += compare(line, where);
    const auto record = read_nlohmann(line);
    if (record && record->is_object() && record->contains("text") && (*record)["text"].is_string()) {
      result += compare((*record)["text"].get<std::string>(), where);
    }
  }
  return result;
}

size_t compare_folder(const fs::path& folder) {
  size_t result = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder, fs::directory_options::follow_directory_symlink)) {
    if (entry.path().extension() == ".jsonl") result += compare_lines(entry.path());
    if (entry.path().extension() == ".json") result += compare(contents(entry.path()), entry.path());
  }
  return result;
}

TEST(JsonOracle, ReadsTheCorpus) { EXPECT_GT(compare_folder(NNSUMMARY_TESTS_DIR "/corpus"), 1000U); }

TEST(JsonOracle, ReadsTheLargerCorpus) {
  const fs::path folder = NNSUMMARY_CORPUS;
  if (folder.empty()) GTEST_SKIP() << "there is none beside the repository";
  EXPECT_GT(compare_folder(folder), 1000U);
}

}  // namespace
}  // namespace nnsummary
