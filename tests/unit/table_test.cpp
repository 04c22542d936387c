// Expected lines are those of rich 15.0.0: Text.wrap() with the overflow named, and Table with show_lines.
#include "render/table.h"

#include <gtest/gtest.h>

#include "render/wrap.h"

namespace nnsummary::tables {
namespace {

using Lines = std::vector<std::string>;

Lines wrap(const std::string& text, int width, Overflow overflow) {
  Lines result;
  for (StyledText& line : tables::wrap(StyledText(text), width, overflow)) result.push_back(std::move(line.text));
  return result;
}

std::vector<StyledText> cells(const Lines& texts) { return {texts.begin(), texts.end()}; }

TEST(Wrap, BreaksBetweenWords) {
  EXPECT_EQ(wrap("conv2d (Conv2D)", 8, Overflow::Ellipsis), (Lines{"conv2d ", "(Conv2D)"}));
  EXPECT_EQ(wrap("(None, 28, 28)", 8, Overflow::Ellipsis), (Lines{"(None, ", "28, 28)"}));
  EXPECT_EQ(wrap("Total params: 407,050", 10, Overflow::Fold), (Lines{"Total ", "params: ", "407,050"}));
  EXPECT_EQ(wrap("word ", 4, Overflow::Fold), (Lines{"word"}));
  EXPECT_EQ(wrap("", 4, Overflow::Fold), (Lines{""}));
}

TEST(Wrap, CutsOrFoldsLongWords) {
  EXPECT_EQ(wrap("a_very_long_name (Dense)", 8, Overflow::Ellipsis), (Lines{"a_very_…", "(Dense)"}));
  EXPECT_EQ(wrap("abcdefghijkl", 5, Overflow::Fold), (Lines{"abcde", "fghij", "kl"}));
  EXPECT_EQ(wrap("層層層層", 3, Overflow::Ellipsis), (Lines{"層…"}));
  EXPECT_EQ(wrap("two  spaces", 4, Overflow::Ellipsis), (Lines{"two ", "spa…"}));
}

TEST(Wrap, KnowsWhiteSpaceAndControls) {
  EXPECT_EQ(wrap("a\tb", 20, Overflow::Fold), (Lines{"a       b"}));
  EXPECT_EQ(wrap("x\ny", 4, Overflow::Ellipsis), (Lines{"x", "y"}));
  EXPECT_EQ(wrap("one\u00a0two", 4, Overflow::Ellipsis), (Lines{"one\u00a0", "two"}));
  EXPECT_EQ(wrap("bell\a", 9, Overflow::Fold), (Lines{"bell"}));
}

// Each part that has a style between brackets.
Lines wrap_styled(StyledText text, int width, Overflow overflow) {
  Lines result;
  for (const StyledText& line : tables::wrap(std::move(text), width, overflow)) {
    std::string& marked = result.emplace_back();
    line.each_piece([&marked](std::string_view piece, std::string_view style) {
      marked.append(style.empty() ? "" : "<").append(piece).append(style.empty() ? "" : ">");
    });
  }
  return result;
}

TEST(Wrap, KeepsStyles) {
  StyledText name;
  name.add("d (").add("BatchNormalization", "94").add(")");
  EXPECT_EQ(wrap_styled(name, 12, Overflow::Ellipsis), (Lines{"d ", "(<BatchNorma…>"}));
  StyledText total;
  total.add(" Total params: ", "1").add("407,050", "32").add(" (1.55 MB)");
  EXPECT_EQ(wrap_styled(total, 9, Overflow::Fold), (Lines{"< Total >", "<params: >", "<407,050> ", "(1.55 MB)"}));
  EXPECT_EQ(wrap_styled(StyledText().add("層層層層", "1"), 4, Overflow::Ellipsis), (Lines{"<層 …>"}));
  EXPECT_EQ(wrap_styled(StyledText().add("a\tb", "1"), 20, Overflow::Fold), (Lines{"<a       ><b>"}));
  EXPECT_EQ(wrap_styled(StyledText().add("ab\ncd", "1"), 20, Overflow::Fold), (Lines{"<ab>", "<cd>"}));
  EXPECT_EQ(wrap_styled(StyledText().add("bell\a", "1").add("s"), 20, Overflow::Fold), (Lines{"<bell>s"}));
}

TEST(Table, LaysRowsOut) {
  std::string out;
  Table table({{"Layer", Justify::Left, 8}, {"Shape", Justify::Right, 8}, {"On", Justify::Center, 5}}, 30, 80, "", out);
  table.begin();
  table.row(cells({"dense_with_a_long_name", "(None, 8)", "Y"}));
  table.row(cells({"層", "3", "-"}));
  table.end();
  EXPECT_EQ(out,
            "┏━━━━━━━━━━┳━━━━━━━━━━┳━━━━━━┓\n"
            "┃ Layer    ┃    Shape ┃  On  ┃\n"
            "┡━━━━━━━━━━╇━━━━━━━━━━╇━━━━━━┩\n"
            "│ dense_w… │   (None, │  Y   │\n"
            "│          │       8) │      │\n"
            "├──────────┼──────────┼──────┤\n"
            "│ 層       │        3 │  -   │\n"
            "└──────────┴──────────┴──────┘\n");
}

TEST(Table, IsCutAtTheConsole) {
  std::string out;
  Table table({{"Layer", Justify::Left, 8}, {"Shape", Justify::Right, 8}}, 30, 20, "", out);
  table.begin();
  table.row(cells({"a", "1"}));
  table.end();
  EXPECT_EQ(out,
            "┏━━━━━━━━━━━━━━┳━━━━\n"
            "┃ Layer        ┃    \n"
            "┡━━━━━━━━━━━━━━╇━━━━\n"
            "│ a            │    \n"
            "└──────────────┴────\n");
}

TEST(Table, TakesAnExcessOffItsColumnsEvenly) {
  std::string out;
  const Table table({{"Layer", Justify::Left, 34}, {"Shape", Justify::Left, 26}, {"P", Justify::Right, 16}}, 76, 80, "",
                    out);
  EXPECT_EQ(table.widths(), (std::vector<int>{33, 24, 15}));
}

}  // namespace
}  // namespace nnsummary::tables
