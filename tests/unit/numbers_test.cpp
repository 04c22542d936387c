#include <gtest/gtest.h>

#include "base/expr.h"
#include "base/layer_error.h"
#include "base/number_text.h"
#include "base/shape.h"
#include "nnsummary/count.h"

namespace nnsummary {
namespace {

TEST(Count, IsExactTo128Bits) {
  const Count large = Count(UINT64_MAX) * Count(UINT64_MAX);
  EXPECT_FALSE(large.overflowed());
  EXPECT_EQ(to_text(large, false), "340282366920938463426481119284349108225");
  EXPECT_EQ(to_text(Count(1234567), true), "1,234,567");
  EXPECT_EQ(to_text(Count(999), true), "999");
  EXPECT_EQ(to_text(Count(0), true), "0");
}

TEST(Count, RemembersThatItOverflowed) {
  Count count = Count(UINT64_MAX) * Count(UINT64_MAX);
  count += count;
  EXPECT_TRUE(count.overflowed());
  EXPECT_TRUE((count * Count(0)).overflowed());
}

// Keras 3.15.1: readable_memory_size() in keras/src/utils/summary_utils.py.
TEST(MemoryText, ChangesUnitsAsKerasDoes) {
  EXPECT_EQ(memory_text(Count(0)), "0.00 B");
  EXPECT_EQ(memory_text(Count(8 * 1023)), "1023.00 B");
  EXPECT_EQ(memory_text(Count(8 * 1024)), "1.00 KB");
  EXPECT_EQ(memory_text(Count(uint64_t{8} * 25636712 * 4)), "97.80 MB");
  EXPECT_EQ(memory_text(Count(uint64_t{1} << 63)), "1.00 PB");  // 2^60 bytes
}

TEST(Dim, IsNoneOnceNoneWasInIt) {
  EXPECT_TRUE((Dim() + 1).none());
  EXPECT_TRUE((Dim(2) * Dim()).none());
  EXPECT_EQ(Dim(7) / Dim(2), Dim(3));
  EXPECT_EQ(Dim(-7) / Dim(2), Dim(-4));
  EXPECT_EQ(ceil_divide(7, 2), Dim(4));
}

TEST(Dim, SaysThatItIsTooLarge) {
  const Dim large = Dim(INT64_MAX) + 1;
  EXPECT_TRUE(large.too_large());
  EXPECT_FALSE(large.known());
  EXPECT_TRUE((large - 5).too_large());
  EXPECT_TRUE((Dim(int64_t{1} << 40) * Dim(int64_t{1} << 40)).too_large());
}

TEST(Dimension, ThrowsForWhatHasNoValue) {
  EXPECT_THROW(Dim(1) / 0, LayerError);
  EXPECT_THROW(Dim(1) % 0, LayerError);
  EXPECT_THROW(Dim().value(), LayerError);
  EXPECT_THROW((Dim(INT64_MAX) + 1).value(), LayerError);
  EXPECT_FALSE(Dim(INT64_MIN).none());
}

TEST(Integer, ThrowsBeyond64Bits) {
  const Integer least = INT64_MIN;
  const Integer most = INT64_MAX;
  EXPECT_THROW(most + 1, LayerError);
  EXPECT_THROW(least - 1, LayerError);
  EXPECT_THROW(most * 2, LayerError);
  EXPECT_THROW(-least, LayerError);
  EXPECT_THROW(abs(least), LayerError);
  EXPECT_THROW(least / -1, LayerError);
  EXPECT_THROW(least % -1, LayerError);
  EXPECT_THROW(most / 0, LayerError);
}

TEST(Integer, DividesAsPythonDoes) {
  EXPECT_EQ(Integer(-7) / 2, -4);
  EXPECT_EQ(Integer(-7) % 2, 1);
  EXPECT_EQ(Integer(7) / -2, -4);
  EXPECT_EQ(Integer(7) % -2, -1);
}

TEST(Shape, ThrowsForAnAxisThatIsNotThere) {
  const Shape shape{Dim(), 4};
  EXPECT_EQ(shape.axis(-1), 1);
  EXPECT_THROW(shape.axis(2), LayerError);
  EXPECT_THROW(shape.axis(int64_t{1} << 32), LayerError);
  EXPECT_THROW(shape[-3], LayerError);
  EXPECT_THROW(Shape().first(), LayerError);
  EXPECT_THROW(Shape().last(), LayerError);
  EXPECT_THROW(shape.slice(0, 3), LayerError);
  EXPECT_THROW(shape.slice(3, 3), LayerError);
  EXPECT_THROW(shape.inserted(3, 1), LayerError);
  EXPECT_THROW(shape.without(2), LayerError);
  EXPECT_THROW(shape.with(2, 1), LayerError);
}

TEST(Formula, TakesOutWhatIsShared) {
  ExprPool pool;
  const Dim inputs = pool.leaf(784, "inputs");
  const Dim units = pool.leaf(10, "units");
  const Shape kernel{inputs, units};
  const Shape bias{units};
  const Formula formula = formula_of({kernel.dims(), bias.dims()});
  EXPECT_EQ(formula.terms, "units × (inputs + 1)");
  EXPECT_EQ(formula.numbers, "10 × (784 + 1)");
}

TEST(Formula, CountsWhatIsEqual) {
  ExprPool pool;
  const Shape channels{pool.leaf(64, "channels")};
  EXPECT_EQ(formula_of({channels.dims(), channels.dims()}).terms, "2 × channels");
  EXPECT_EQ(formula_of({Shape().dims(), Shape().dims()}).numbers, "2");
}

TEST(Formula, KeepsTheArithmeticOfDimensions) {
  ExprPool pool;
  const Dim units = pool.leaf(5, "units");
  const Shape packed{ceil_divide(units, 2), Dim(4) * units};
  EXPECT_EQ(formula_of(packed.dims()).terms, "((units + 1) // 2) × 4 × units");
  EXPECT_EQ(formula_of(packed.dims()).numbers, "((5 + 1) // 2) × 4 × 5");
}

}  // namespace
}  // namespace nnsummary
