#include "base/json_writer.h"

#include <gtest/gtest.h>

namespace nnsummary {
namespace {

std::string quoted(std::string_view text) {
  std::string result;
  JsonWriter(result).string(text);
  return result;
}

void write(JsonWriter& json) {
  json.begin('{');
  json.field("name", "dense");
  json.field("params", Count(7850));
  json.field("macs", std::optional<Count>());
  json.field("built", true);
  json.key("shapes");
  json.begin('[');
  json.item();
  json.begin_line('[');
  json.item();
  json.null();
  json.item();
  json.begin('{');
  json.field("size", 3);
  json.field("step", -1);
  json.end('}');
  json.end(']');
  json.end(']');
  json.key("notes");
  json.begin('[');
  json.end(']');
  json.end('}');
}

TEST(JsonWriter, Indents) {
  std::string out;
  JsonWriter json(out);
  write(json);
  EXPECT_EQ(out, R"({
  "name": "dense",
  "params": 7850,
  "macs": null,
  "built": true,
  "shapes": [
    [null, {"size": 3, "step": -1}]
  ],
  "notes": []
})");
}

TEST(JsonWriter, WritesOneLine) {
  std::string out;
  JsonWriter json(out, JsonLayout::OneLine);
  write(json);
  EXPECT_EQ(out, R"({"name": "dense", "params": 7850, "macs": null, "built": true, )"
                 R"("shapes": [[null, {"size": 3, "step": -1}]], "notes": []})");
}

TEST(JsonWriter, EscapesWhatATerminalObeys) {
  EXPECT_EQ(quoted("層 \"a\\b\" 😀"), "\"層 \\\"a\\\\b\\\" 😀\"");
  EXPECT_EQ(quoted("\x1b\n\x7f"), R"("\u001b\u000a\u007f")");
  EXPECT_EQ(quoted("\u009b\u202e\u2069"), R"("\u009b\u202e\u2069")");
  EXPECT_EQ(quoted("a\xff"), "\"a\uFFFD\"");
}

TEST(JsonWriter, EscapesKeys) {
  std::string out;
  JsonWriter json(out, JsonLayout::OneLine);
  json.begin('{');
  json.field("a\"\x1b", "b");
  json.end('}');
  EXPECT_EQ(out, R"({"a\"\u001b": "b"})");
}

}  // namespace
}  // namespace nnsummary
