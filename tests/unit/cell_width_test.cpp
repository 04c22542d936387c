// Expected widths are those of rich 15.0.0: cell_len() and set_cell_size() in rich/cells.py.
#include "base/cell_width.h"

#include <gtest/gtest.h>

namespace nnsummary {
namespace {

TEST(CellWidth, CountsAsRichDoes) {
  const std::pair<const char*, int> cases[] = {
      {"dense", 5},
      {"層", 2},
      {"e\u0301", 1},
      {"😀", 2},
      {"👩\u200d🚀", 2},  // what a joiner joins takes no cells
      {"\u2764", 1},
      {"\u2764\ufe0f", 2},  // widened by variation selector 16
      {"a\x1b"
       "b",
       2},
      {"ﬀ", 1},
      {"안녕", 4},
      {"नमस्ते", 4},
      {"\u200d", 0},
      {"\u200d.", 0},
      {"\u200d.a", 1},
      {"\u200d👩\u200d🚀", 0},
      {"\ufe0f", 0},
      {"🇩🇪", 2},
      {"a\u00ad", 2},
  };
  for (const auto& [text, cells] : cases) EXPECT_EQ(cell_width(text), cells) << text;
  EXPECT_EQ(cell_width(std::string_view("\0", 1)), 0);
}

TEST(CellWidth, TakesBytesThatAreNoTextForOneCellEach) {
  EXPECT_EQ(cell_width("\xff\xfe"), 2);
  EXPECT_EQ(cell_width("a\xe5\xb1"), 3);
}

TEST(CellWidth, CutsBetweenCharacters) {
  EXPECT_EQ(cut_to_width("層層層", 3), "層 ");
  EXPECT_EQ(cut_to_width("abc", 2), "ab");
  EXPECT_EQ(cut_to_width("a層", 2), "a ");
  EXPECT_EQ(cut_to_width("👩\u200d🚀x", 1), " ");
  EXPECT_EQ(cut_to_width("e\u0301x", 1), "e\u0301");
  EXPECT_EQ(cut_to_width("abc", 0), "");
}

}  // namespace
}  // namespace nnsummary
