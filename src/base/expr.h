// The arithmetic that a dimension came from, kept only while something is explained.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/dim.h"
#include "nnsummary/summary.h"

namespace nnsummary {

class ExprPool;

struct Expr {
  enum class Kind : uint8_t { Leaf, Plus, Minus, Times, Over };

  Kind kind;
  int64_t value;
  std::string_view name;  // of a leaf; empty for a plain number
  const Expr* left;
  const Expr* right;
  ExprPool* pool;
};

// Where expressions live. A dimension without an expression takes part in arithmetic as a plain number.
class ExprPool {
 public:
  Dim leaf(int64_t value, std::string_view name);
  Dim binary(Expr::Kind kind, Dim left, Dim right, int64_t value);

 private:
  const Expr* expr_of(Dim dim);

  Arena arena_;
};

// The number of elements of a weight, as the product of its dimensions.
Formula formula_of(std::span<const Dim> shape);

// A product of dimensions in a sum, and how often it is in it.
struct FormulaTerm {
  FormulaTerm(const std::vector<Dim>& product, Count number = 1) : factors(product), times(number) {}  // NOLINT

  std::span<const Dim> factors;
  Count times;
};

// The number of elements of several weights: the sum of their products, what all of them share taken out.
Formula formula_of(const std::vector<FormulaTerm>& terms);

}  // namespace nnsummary
