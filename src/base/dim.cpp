#include "base/dim.h"

#include "base/expr.h"
#include "base/layer_error.h"

namespace nnsummary {
namespace {

ExprPool* pool_of(Dim a, Dim b) { return a.expr() ? a.expr()->pool : b.expr() ? b.expr()->pool : nullptr; }

Dim result(Expr::Kind kind, Dim a, Dim b, int64_t value) {
  ExprPool* pool = pool_of(a, b);
  return pool ? pool->binary(kind, a, b, value) : Dim(value);
}

}  // namespace

Dim Dim::exceptional(Dim a, Dim b) { return a.none() || b.none() ? Dim() : Dim(kTooLarge); }

void Dim::refuse() const {
  throw LayerError{none() ? "a size is needed that is None in the model" : "a size is larger than 2^63"};
}

Dim Dim::as(const char* name) const { return expr_ ? expr_->pool->leaf(value_, name) : *this; }

Dim operator+(Dim a, Dim b) {
  int64_t value = 0;
  if (!a.known() || !b.known()) return Dim::exceptional(a, b);
  if (__builtin_add_overflow(a.value_, b.value_, &value)) return Dim(Dim::kTooLarge);
  return result(Expr::Kind::Plus, a, b, value);
}

Dim operator-(Dim a, Dim b) {
  int64_t value = 0;
  if (!a.known() || !b.known()) return Dim::exceptional(a, b);
  if (__builtin_sub_overflow(a.value_, b.value_, &value)) return Dim(Dim::kTooLarge);
  return result(Expr::Kind::Minus, a, b, value);
}

Dim operator*(Dim a, Dim b) {
  int64_t value = 0;
  if (!a.known() || !b.known()) return Dim::exceptional(a, b);
  if (__builtin_mul_overflow(a.value_, b.value_, &value)) return Dim(Dim::kTooLarge);
  return result(Expr::Kind::Times, a, b, value);
}

Dim operator/(Dim a, Dim b) {
  if (!a.known() || !b.known()) return Dim::exceptional(a, b);
  return result(Expr::Kind::Over, a, b, (Integer(a.value_) / b.value_).get());
}

Dim operator%(Dim a, Dim b) {
  if (!a.known() || !b.known()) return Dim::exceptional(a, b);
  return Integer(a.value_) % b.value_;
}

Dim ceil_divide(Dim a, Dim b) { return (b.expr() ? a + b - 1 : a + (b - 1)) / b; }

Dim max(Dim a, Dim b) {
  if (!a.known() || !b.known()) return a + b;
  return a.value() < b.value() ? b : a;
}

}  // namespace nnsummary
