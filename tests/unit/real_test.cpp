// Expected values are those of Python's float().
#include "document/real.h"

#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <limits>
#include <string>

#include "document/yaml.h"

namespace nnsummary {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Real, ReadsDecimalLiterals) {
  EXPECT_EQ(read_real("0.5"), 0.5);
  EXPECT_EQ(read_real("-12.5e3"), -12500.0);
  EXPECT_EQ(read_real("1E+2"), 100.0);
  EXPECT_EQ(read_real(".9"), 0.9);
  EXPECT_EQ(read_real("1."), 1.0);
  EXPECT_EQ(read_real("123456789012345678901234567890"), 1.2345678901234568e29);
}

TEST(Real, RoundsWhatIsOutOfRange) {
  EXPECT_EQ(read_real("1e400"), kInfinity);
  EXPECT_EQ(read_real("-1e400"), -kInfinity);
  EXPECT_EQ(read_real("1e99999999999999999999"), kInfinity);
  EXPECT_EQ(read_real("1.7976931348623159e308"), kInfinity);
  EXPECT_EQ(read_real("1" + std::string(400, '0')), kInfinity);
  EXPECT_EQ(read_real("1" + std::string(400, '0') + "e-800"), 0.0);
  EXPECT_EQ(read_real("0." + std::string(400, '0') + "1"), 0.0);
  EXPECT_EQ(read_real("0." + std::string(400, '0') + "1e800"), kInfinity);
  EXPECT_EQ(read_real("1e-400"), 0.0);
  EXPECT_EQ(read_real("1e-99999999999999999999"), 0.0);
  EXPECT_EQ(read_real("0e99999999999999999999"), 0.0);
  EXPECT_TRUE(std::signbit(read_real("-1e-400")));
}

TEST(Real, KeepsDenormals) {
  EXPECT_EQ(read_real("5e-324"), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(read_real("2.4703282292062328e-324"), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(read_real("2.4703282292062327e-324"), 0.0);
  EXPECT_EQ(read_real("2.2250738585072011e-308"), 2.225073858507201e-308);
  EXPECT_EQ(read_real("1" + std::string(400, '0') + "e-400"), 1.0);
}

TEST(Real, DoesNotDependOnTheLocale) {
  if (!std::setlocale(LC_ALL, "de_DE.UTF-8")) GTEST_SKIP() << "this system has no de_DE.UTF-8";
  EXPECT_EQ(read_real("0.5"), 0.5);
  EXPECT_EQ(read_real("1.5e400"), kInfinity);
  Document document("test.yaml", "[0.5, 1.5e3, 123456789012345678901.5]");
  read_yaml(document);
  for (const Value& item : document.root().items()) EXPECT_EQ(item.type(), Value::Type::Float);
  EXPECT_EQ(describe(document.root()), "[0.5, 1500, 1.2345678901234568e+20]");
  std::setlocale(LC_ALL, "C");
}

}  // namespace
}  // namespace nnsummary
