// Messages about files that were made to do harm to a terminal.
#include <gtest/gtest.h>

#include "document/report.h"
#include "document/yaml.h"

namespace nnsummary {
namespace {

std::string refusal(const std::string& yaml) {
  Document document("a\x1b[2J.yaml", yaml);
  try {
    read_yaml(document);
  } catch (const ModelError& error) {
    return error.what();
  }
  return {};
}

TEST(Message, EscapesEveryField) {
  Diagnostic diagnostic;
  diagnostic.file = "f\x1b.json";
  diagnostic.line = 1;
  diagnostic.column = 2;
  diagnostic.layer = "dense\n\u202e";
  diagnostic.class_name = "De\u009bnse";
  diagnostic.message = "found '\x07\t'";
  diagnostic.pointer = "/a\nb";
  EXPECT_EQ(to_text(diagnostic), R"(f\x1b.json:1:2: error: 'dense\x0a\u202e' (De\x9bnse): found '\x07\x09' [/a\x0ab])");
}

TEST(Message, ShowsTheSourceInTwoLines) {
  Diagnostic diagnostic;
  diagnostic.file = "f.yaml";
  diagnostic.message = "here";
  diagnostic.source = "  a:\t\x1b\n     ^";
  EXPECT_EQ(to_text(diagnostic), "f.yaml: error: here\n  a:\t\\x1b\n     ^");
}

TEST(Message, KeepsTheCaretBelowWhatItPointsTo) {
  EXPECT_EQ(refusal("a: [\u202e, &x [*x]]\n"),
            "a\\x1b[2J.yaml:1:14: error: invalid YAML: an alias in the value that it refers to\n"
            "  a: [\\u202e, &x [*x]]\n"
            "                  ^");
  const std::string wide = refusal("a: 層\u0085: [*b]\n");
  EXPECT_EQ(wide.substr(wide.find('\n')), "\n  a: 層\\x85: [*b]\n           ^");
  EXPECT_EQ(refusal("a: 1\nb:\t{c: \x01}\n"),
            "a\\x1b[2J.yaml:2:8: error: invalid YAML: a control character (\\x01)\n  b:\t{c: \\x01}\n    \t    ^");
}

TEST(Message, CutsLongStringsBetweenCharacters) {
  std::string text(59, 'a');
  EXPECT_EQ(describe(Value::of_string(text + "層層")), "'" + text + "…'");
  EXPECT_EQ(describe(Value::of_string(text + "b")), "'" + text + "b'");
}

TEST(Document, FindsTheOriginalSealedOrNot) {
  Document document("f.json", "[1]");
  read_json(document);
  const Value made[3] = {};
  document.set_original(&made[1], &made[0]);
  document.set_original(&made[0], &document.root().items()[0]);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(document.original(&made[1]), &document.root().items()[0]);
    EXPECT_EQ(document.original(&made[2]), &made[2]);
    document.seal();
  }
}

}  // namespace
}  // namespace nnsummary
