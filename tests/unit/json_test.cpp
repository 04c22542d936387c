// Places, limits and messages; json_oracle_test.cpp has the syntax. What Python reads beyond the standard was tried
// with Python's json.loads().
#include <gtest/gtest.h>

#include "document/document.h"

namespace nnsummary {
namespace {

Diagnostic refusal(const std::string& text, const Limits& limits = {}) {
  Document document("test.json", text);
  try {
    read_json(document, limits);
  } catch (const ModelError& error) {
    return error.diagnostics().front();
  }
  return {};
}

TEST(Json, ReadsWhatPythonWritesBeyondIt) {
  Document document("test.json", "[NaN, Infinity, -Infinity, \"\\ud800\", 123456789012345678901234567890]");
  read_json(document);
  const auto items = document.root().items();
  EXPECT_NE(items[0].number(), items[0].number());
  EXPECT_GT(items[1].number(), 1e308);
  EXPECT_LT(items[2].number(), -1e308);
  EXPECT_EQ(items[3].string(), "\uFFFD");
  EXPECT_EQ(items[4].type(), Value::Type::BigInt);
  EXPECT_EQ(items[4].string(), "123456789012345678901234567890");
}

TEST(Json, SaysWhere) {
  const Diagnostic diagnostic = refusal("{\n  \"a\": [1, 2\n}");
  EXPECT_EQ(diagnostic.line, 3);
  EXPECT_EQ(diagnostic.column, 1);
  EXPECT_EQ(diagnostic.message, "invalid JSON: expected ',' or ']', found '}'");
  EXPECT_EQ(diagnostic.code, "syntax");
}

TEST(Json, LimitsDepth) {
  EXPECT_TRUE(refusal(std::string(8192, '[') + std::string(8192, ']')).message.empty());
  const Diagnostic deeper = refusal(std::string(8193, '['));
  EXPECT_EQ(deeper.message, "nested deeper than 8192 levels");
  EXPECT_EQ(deeper.code, "limit");
  EXPECT_EQ(refusal("[1, 2, 3]", {.bytes = 8}).code, "limit");
}

TEST(Json, FindsThePlaceOfAValue) {
  Document document("test.json", "{\"a\": [0,\n {\"b/c\": true}]}");
  read_json(document);
  const Value& value = *document.root().find("a")->items()[1].find("b/c");
  const Diagnostic diagnostic = document.at(Severity::Error, &value, "here");
  EXPECT_EQ(diagnostic.pointer, "/a/1/b~1c");
  EXPECT_EQ(diagnostic.line, 2);
  EXPECT_EQ(diagnostic.column, 10);
}

}  // namespace
}  // namespace nnsummary
