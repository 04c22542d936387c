#include "base/expr.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_map>

namespace nnsummary {

Dim ExprPool::leaf(int64_t value, std::string_view name) {
  const Expr leaf{Expr::Kind::Leaf, value, arena_.copy(name), nullptr, nullptr, this};
  return {value, arena_.make(leaf)};
}

const Expr* ExprPool::expr_of(Dim dim) { return dim.expr() ? dim.expr() : leaf(dim.value().get(), {}).expr(); }

Dim ExprPool::binary(Expr::Kind kind, Dim left, Dim right, int64_t value) {
  const Expr expr{kind, value, {}, expr_of(left), expr_of(right), this};
  return {value, arena_.make(expr)};
}

namespace {

// One factor of a product, in words and in numbers.
struct Factor {
  std::string terms;
  std::string numbers;
  friend bool operator==(const Factor&, const Factor&) = default;
};

using Factors = std::vector<Factor>;

void add_factors(const Expr& expr, Factors& factors);

std::string_view sign(Expr::Kind kind) {
  switch (kind) {
    case Expr::Kind::Plus: return " + ";
    case Expr::Kind::Minus: return " - ";
    case Expr::Kind::Over: return " // ";
    default: return " × ";
  }
}

Factor joined(const Factors& factors) {
  Factor result;
  for (const Factor& factor : factors) {
    result.terms += (result.terms.empty() ? "" : " × ") + factor.terms;
    result.numbers += (result.numbers.empty() ? "" : " × ") + factor.numbers;
  }
  return factors.empty() ? Factor{"1", "1"} : result;
}

bool is_sum(const Expr& expr) { return expr.kind == Expr::Kind::Plus || expr.kind == Expr::Kind::Minus; }

Factor without_brackets(const Factor& factor) {
  const auto inner = [](const std::string& text) { return text.substr(1, text.size() - 2); };
  return {inner(factor.terms), inner(factor.numbers)};
}

// An operand of a sum, a difference or a quotient.
Factor operand(const Expr& expr) {
  Factors factors;
  add_factors(expr, factors);
  return joined(factors);
}

void add_factors(const Expr& expr, Factors& factors) {
  if (expr.kind == Expr::Kind::Leaf) {
    const std::string number = fmt::format("{}", expr.value);
    factors.push_back({expr.name.empty() ? number : std::string(expr.name), number});
    return;
  }
  if (expr.kind == Expr::Kind::Times) {
    add_factors(*expr.left, factors);
    add_factors(*expr.right, factors);
    return;
  }
  Factor left = operand(*expr.left);
  const Factor right = operand(*expr.right);
  // Sums associate to the left and need no brackets.
  if (is_sum(expr) && is_sum(*expr.left)) left = without_brackets(left);
  const std::string_view between = sign(expr.kind);
  factors.push_back({fmt::format("({}{}{})", left.terms, between, right.terms),
                     fmt::format("({}{}{})", left.numbers, between, right.numbers)});
}

Factors factors_of(std::span<const Dim> shape) {
  Factors result;
  for (const Dim dim : shape) {
    if (dim.expr()) {
      add_factors(*dim.expr(), result);
    } else {
      const std::string number = fmt::format("{}", dim.value());
      result.push_back({number, number});
    }
  }
  std::erase(result, Factor{"1", "1"});
  return result;
}

// Returns the factors that all products share, in the order of the first product, and removes them from each.
Factors take_common(std::vector<Factors>& products) {
  Factors common;
  for (size_t i = 0; i < products.front().size();) {
    const Factor factor = products.front()[i];
    const bool shared = std::all_of(products.begin(), products.end(), [&factor](const Factors& product) {
      return std::find(product.begin(), product.end(), factor) != product.end();
    });
    if (!shared) {
      ++i;
      continue;
    }
    common.push_back(factor);
    for (Factors& product : products) product.erase(std::find(product.begin(), product.end(), factor));
  }
  return common;
}

// The sum of products, each `times` times; equal ones are counted.
Factor sum_of(const std::vector<Factors>& products, const std::vector<FormulaTerm>& terms, size_t& different) {
  std::vector<std::pair<Factor, Count>> counted;
  std::unordered_map<std::string, size_t> by_text;
  for (size_t i = 0; i < products.size(); ++i) {
    const Factor term = joined(products[i]);
    const auto [same, is_new] = by_text.emplace(term.terms + "=" + term.numbers, counted.size());
    if (is_new) counted.emplace_back(term, Count());
    counted[same->second].second += terms[i].times;
  }
  different = counted.size();
  Factor result;
  for (const auto& [term, times] : counted) {
    const auto text = [times = times](const std::string& t) {
      if (times == Count(1)) return t;
      const std::string number = to_text(times, false);
      return t == "1" ? number : fmt::format("{} × {}", number, t);
    };
    result.terms += (result.terms.empty() ? "" : " + ") + text(term.terms);
    result.numbers += (result.numbers.empty() ? "" : " + ") + text(term.numbers);
  }
  return result;
}

}  // namespace

Formula formula_of(std::span<const Dim> shape) {
  const Factor product = joined(factors_of(shape));
  return {product.terms, product.numbers};
}

Formula formula_of(const std::vector<FormulaTerm>& terms) {
  std::vector<Factors> products;
  for (const FormulaTerm& term : terms) products.push_back(factors_of(term.factors));
  Factors common = take_common(products);
  size_t different = 0;
  Factor sum = sum_of(products, terms, different);
  if (sum.terms == "1") return {joined(common).terms, joined(common).numbers};
  if (different > 1 && !common.empty()) sum = {"(" + sum.terms + ")", "(" + sum.numbers + ")"};
  // A count of equal weights reads best in front, a sum behind what multiplies it.
  common.insert(different > 1 ? common.end() : common.begin(), sum);
  return {joined(common).terms, joined(common).numbers};
}

}  // namespace nnsummary
