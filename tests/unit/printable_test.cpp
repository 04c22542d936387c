#include "base/printable.h"

#include <gtest/gtest.h>

namespace nnsummary {
namespace {

using namespace std::string_literals;

TEST(Printable, LeavesTextAsItIs) {
  for (const std::string text : {"", "dense_1", "a longer name than eight bytes", "層/é 😀", "👩\u200d🚀", "e\u0301"}) {
    EXPECT_TRUE(is_printable(text)) << text;
    EXPECT_EQ(printable(text), text);
  }
}

TEST(Printable, EscapesControlsAndInvalidBytes) {
  const std::pair<std::string, std::string> cases[] = {
      {"a\x1b[31mb", "a\\x1b[31mb"},
      {"one\ntwo\tthree\r", "one\\x0atwo\\x09three\\x0d"},
      {"\0"s, "\\x00"},
      {"\x7f", "\\x7f"},
      {"\u0080\u009b\u009f\u00a0", "\\x80\\x9b\\x9f\u00a0"},
      {"\u061c\u200e\u200f", "\\u061c\\u200e\\u200f"},
      {"\u202a\u202e\u202f", "\\u202a\\u202e\u202f"},
      {"\u2065\u2066\u2069\u206a", "\u2065\\u2066\\u2069\u206a"},
      {"é\xff\xc3", "é\\xff\\xc3"},
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"},
      {"eight bytes, then \x07", "eight bytes, then \\x07"},
  };
  for (const auto& [text, shown] : cases) {
    EXPECT_FALSE(is_printable(text)) << shown;
    EXPECT_EQ(printable(text), shown);
  }
}

TEST(Printable, KeepsWhatItIsTold) { EXPECT_EQ(printable("a\tb\n\x1b\r", "\n\t"), "a\tb\n\\x1b\\x0d"); }

}  // namespace
}  // namespace nnsummary
