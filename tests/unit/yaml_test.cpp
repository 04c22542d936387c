// Compares the values read with the same values in JSON, as ruamel.yaml reads them (YAML 1.2), or PyYAML for Python's
// tags.
#include <gtest/gtest.h>

#include <cmath>

#include "converted.h"
#include "document/yaml.h"

namespace nnsummary {
namespace {

nlohmann::json read(const std::string& text) {
  Document document("test.yaml", text);
  read_yaml(document);
  return converted(document.root());
}

Diagnostic refusal(const std::string& text, const Limits& limits = {}) {
  Document document("test.yaml", text);
  try {
    read_yaml(document, limits);
  } catch (const ModelError& error) {
    return error.diagnostics().front();
  }
  return {};
}

struct Pair {
  const char* yaml;
  const char* json;
};

TEST(Yaml, ReadsEveryStyle) {
  for (const Pair& pair : {
           Pair{"a: 1\nb:\n- 2\n- c: 3\n  d: [4, {e: 5}, ]\n", R"({"a": 1, "b": [2, {"c": 3, "d": [4, {"e": 5}]}]})"},
           Pair{"---\n# a comment\na: [1,\n  2]  # another\n...\n", R"({"a": [1, 2]})"},
           Pair{"a: |\n  x\n  y\nb: >-\n  x\n  y\nc: x\n  y\n", R"({"a": "x\ny\n", "b": "x y", "c": "x y"})"},
           Pair{"'it''s': \"\\u00e9\\n\"\n", R"({"it's": "é\n"})"},
           Pair{"{a, b: , \"c\":1}", R"({"a": null, "b": null, "c": 1})"},
           Pair{"a: &x {k: 1}\nb: *x\nc: {<<: *x, m: 2}\n", R"({"a": {"k": 1}, "b": {"k": 1}, "c": {"k": 1, "m": 2}})"},
           Pair{"\xEF\xBB\xBF"
                "a: b\r\n",
                R"({"a": "b"})"},
           Pair{"- from: lstm[1]\n- - 1\n", R"([{"from": "lstm[1]"}, [1]])"},
       }) {
    EXPECT_EQ(read(pair.yaml), nlohmann::json::parse(pair.json)) << pair.yaml;
  }
}

TEST(Yaml, ReadsScalarsByTheCoreSchema) {
  EXPECT_EQ(
      read("[no, on, off, yes, y, 1.2.3, 1-2, +, '1', \"true\", 12e, 0x, _1, 1:30]"),
      nlohmann::json::parse(R"(["no","on","off","yes","y","1.2.3","1-2","+","1","true","12e","0x","_1","1:30"])"));
  EXPECT_EQ(read("[true, False, null, ~, Null, 0x10, 0o17, 0b11, 010, -7, +7, 1_024]"),
            nlohmann::json::parse("[true, false, null, null, null, 16, 15, 3, 10, -7, 7, 1024]"));
  EXPECT_EQ(read("[1e-3, .9, 1., -1.5E+3, 1_0.5, 12345678901234567890]"),
            nlohmann::json::parse("[1e-3, 0.9, 1.0, -1500.0, 10.5, 12345678901234567890]"));
  EXPECT_EQ(read("[1e400, -1e400, 1e-400]"), nlohmann::json({HUGE_VAL, -HUGE_VAL, 0.0}));
  EXPECT_EQ(read("[.inf]")[0].get<double>(), std::numeric_limits<double>::infinity());
}

TEST(Yaml, KeepsBigIntegersAsJsonHasThem) {
  Document document("test.yaml", "[+12_345_678_901_234_567_890, -0012345678901234567890, 007]");
  read_yaml(document);
  const auto items = document.root().items();
  EXPECT_EQ(items[0].string(), "12345678901234567890");
  EXPECT_EQ(items[1].string(), "-12345678901234567890");
  EXPECT_EQ(items[1].number(), -12345678901234567890.0);
  EXPECT_EQ(items[2].integer(), 7);
}

TEST(Yaml, ReadsWhatPyYamlWrites) {
  EXPECT_EQ(read("a: &id001 !!python/tuple [2, 2]\nb: *id001\nc: !!python/unicode 'x'\n"),
            nlohmann::json::parse(R"({"a": [2, 2], "b": [2, 2], "c": "x"})"));
  EXPECT_EQ(read("n: !!python/object/apply:numpy.core.multiarray.scalar\n"
                 "- !!python/object/apply:numpy.dtype\n"
                 "  args: [i8, 0, 1]\n"
                 "  state: !!python/tuple [3, <, null, null, null, -1, -1, 0]\n"
                 "- !!binary |\n"
                 "  EAMAAAAAAAA=\n"
                 "m: 1\n"),
            nlohmann::json::parse(R"({"n": 784, "m": 1})"));
}

struct Refused {
  const char* yaml;
  int line;
  int column;
  const char* what;
};

TEST(Yaml, RefusesWithThePlace) {
  for (const Refused& refused : {
           Refused{"a: 1\nb: 2\na: 3\n", 3, 1, "twice"},
           Refused{"a: {b: 1, b: 2}\n", 1, 11, "twice"},
           Refused{"a:\n\tb: 1\n", 2, 1, "tab"},
           Refused{"a:\n \t- 1\n", 2, 2, "tab"},
           Refused{"a: 1\n---\nb: 2\n", 2, 1, "one document"},
           Refused{"a: *b\n", 1, 4, "no anchor"},
           Refused{"a: &a [*a]\n", 1, 8, "refers to"},
           Refused{"a: !!python/object/apply:os.system [ls]\n", 1, 4, "os.system"},
           Refused{"a: !!int x\n", 1, 4, "!!int"},
           Refused{"[a]: 1\n", 1, 1, "key"},
           Refused{"a: \x01\n", 1, 4, "control"},
           Refused{"a: \xFF\n", 1, 4, "UTF-8"},
           Refused{"# nothing\n", 2, 1, "empty"},
       }) {
    const Diagnostic found = refusal(refused.yaml);
    EXPECT_EQ(found.line, refused.line) << refused.yaml << found.message;
    EXPECT_EQ(found.column, refused.column) << refused.yaml << found.message;
    EXPECT_NE(found.message.find(refused.what), std::string::npos) << found.message;
  }
}

TEST(Yaml, ExplainsWhatTheParserRefuses) {
  for (const Refused& refused : {
           Refused{"a: [1\nb: 2\n", 1, 4, "this '[' is never closed: expected ']'"},
           Refused{"a: {b: 1\nc: 2\n", 1, 4, "this '{' is never closed: expected '}'"},
           Refused{"a: [b: 3, c\n", 1, 4, "this '[' is never closed"},
           Refused{"a: {b: 1 c: 2}\n", 1, 11, "expected ',' or '}'"},
           Refused{"a: [4, 5}\n", 1, 9, "expected ']', which closes the '[' before, found '}'"},
           Refused{"a: [1]]\n", 1, 7, "this ']' closes nothing"},
           Refused{"l:\n  - x\n  y: 3\n", 3, 3, "begin it with '- '"},
           Refused{"l:\n  - x:\n      u: 3\n     v: w\n", 4, 6, "lines up with nothing"},
           Refused{"l:\n  - x\n   - y: 3\n", 3, 4, "continues the one above"},
           Refused{"l\n  - y: 3\n", 2, 3, "end the one above with ':'"},
           Refused{"l:\n  - x: u: 3\n", 2, 9, "a second ':' in one line"},
           Refused{"l:\n  - x: 3\n - y\n", 3, 2, "this '-' lines up with no list"},
           Refused{"l: - x\n", 1, 4, "on a line of its own"},
           Refused{"l: {x: 3}, y: 2\n", 1, 10, "end of the line"},
           Refused{"a: @b\n", 1, 4, "quotes"},
           Refused{"a: \"\\q\"\n", 1, 7, "backslash"},
           Refused{"a: \"b\nc: [1]\n", 1, 4, "this quote is never closed"},
           Refused{"a: 1\nb: 'c\nd: it''s\n", 2, 4, "this quote is never closed"},
       }) {
    const Diagnostic found = refusal(refused.yaml);
    EXPECT_EQ(found.line, refused.line) << refused.yaml << found.message;
    EXPECT_EQ(found.column, refused.column) << refused.yaml << found.message;
    EXPECT_NE(found.message.find(refused.what), std::string::npos) << found.message;
  }
  EXPECT_EQ(read("a: \"b\\\"c\"\nd: 'it''s'\n"), nlohmann::json::parse(R"({"a": "b\"c", "d": "it's"})"));
}

TEST(Yaml, TakesTheLastOfTwoKeysInAModelOfKeras) {
  EXPECT_EQ(read("class_name: Model\nconfig: {a: 1, b: 2, a: 3}\n"),
            nlohmann::json::parse(R"({"class_name": "Model", "config": {"a": 3, "b": 2}})"));
  EXPECT_NE(refusal("layers: []\nconfig: {a: 1, b: 2, a: 3}\n").message.find("twice"), std::string::npos);
}

TEST(Yaml, ShowsTheLineWithACaret) {
  EXPECT_EQ(refusal("a: 1\nlonger: {é: 1, é: 2}\n").source, "  longer: {é: 1, é: 2}\n                 ^");
}

TEST(Yaml, BoundsDepthAndAliases) {
  EXPECT_NE(refusal("[[[1]]]", {.depth = 2}).message.find("deeper"), std::string::npos);
  EXPECT_NE(refusal(std::string(1000, '[') + std::string(1000, ']')).message.find("deeply"), std::string::npos);
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string n = std::to_string(i);
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + n + ": &a" + n + " [" + before;
    for (int k = 0; k < 9; ++k) bomb += ", " + before;
    bomb += "]\n";
  }
  EXPECT_NE(refusal(bomb).message.find("aliases"), std::string::npos);
}

}  // namespace
}  // namespace nnsummary
