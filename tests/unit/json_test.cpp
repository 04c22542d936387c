// What is read is held against nlohmann's reader, which is independent of ours; what Python reads beyond the standard
// was tried with Python's json.loads().
#include <gtest/gtest.h>

#include "converted.h"
#include "document/document.h"

namespace nnsummary {
namespace {

nlohmann::json read(const std::string& text) {
  Document document("test.json", text);
  read_json(document);
  return converted(document.root());
}

Diagnostic refusal(const std::string& text, const Limits& limits = {}) {
  Document document("test.json", text);
  try {
    read_json(document, limits);
  } catch (const ModelError& error) {
    return error.diagnostics().front();
  }
  return {};
}

TEST(Json, ReadsWhatTheStandardHas) {
  for (const char* text :
       {R"({"a": [1, -2, 3.5, 1e3, -0.25E-2], "b": {"c": null, "d": true, "e": false}})", "[]", "{}", "[[[]], {}]",
        R"("escapes \" \\ \/ \b \f \n \r \t \u00e9 \ud83d\ude00")", " \n\t[ 1 ,2 ]\r\n", R"({"層": "é", "": 0})", "12",
        R"({"a": 1, "a": 2})", "9223372036854775807", "-9223372036854775808", "0", "-0"}) {
    EXPECT_EQ(read(text), nlohmann::json::parse(text)) << text;
  }
}

TEST(Json, ReadsWhatPythonWritesBeyondIt) {
  Document document("test.json", "[NaN, Infinity, -Infinity, \"\\ud800\", 123456789012345678901234567890]");
  read_json(document);
  const auto items = document.root().items();
  EXPECT_NE(items[0].number(), items[0].number());
  EXPECT_GT(items[1].number(), 1e308);
  EXPECT_LT(items[2].number(), -1e308);
  EXPECT_EQ(items[3].text(), "\uFFFD");
  EXPECT_EQ(items[4].type(), Value::Type::BigInt);
  EXPECT_EQ(items[4].text(), "123456789012345678901234567890");
}

TEST(Json, RefusesWhatNlohmannRefuses) {
  for (const char* text : {"",          "[",     "{",      "[1,]", "{\"a\" 1}", "{\"a\": 1,}", "[1 2]",
                           "01",        "1.",    "1e",     "+1",   "tru",       "\"open",      "\"\\x\"",
                           "\"\\u12\"", "[1] 2", "{1: 2}", "]",    "\"\x01\"",  "\"\xff\"",    "nul"}) {
    EXPECT_FALSE(nlohmann::json::accept(text)) << text;
    EXPECT_FALSE(refusal(text).message.empty()) << text;
  }
}

TEST(Json, SaysWhere) {
  const Diagnostic diagnostic = refusal("{\n  \"a\": [1, 2\n}");
  EXPECT_EQ(diagnostic.line, 3);
  EXPECT_EQ(diagnostic.column, 1);
  EXPECT_EQ(diagnostic.message, "invalid JSON: expected ',' or ']', found '}'");
}

TEST(Json, LimitsDepth) {
  EXPECT_TRUE(refusal(std::string(8192, '[') + std::string(8192, ']')).message.empty());
  EXPECT_NE(refusal(std::string(8193, '[')).message.find("nested deeper"), std::string::npos);
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
