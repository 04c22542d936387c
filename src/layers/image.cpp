#include "layers/image.h"

#include "layers/describe.h"

namespace nnsummary {
namespace {

bool is_bounded(const Rule& rule) { return rule.least > Rule{}.least || rule.most < Rule{}.most; }

bool above_least(const Value& value, const Rule& rule) {
  return rule.open ? value.number() > rule.least : value.number() >= rule.least;
}

bool below_most(const Value& value, const Rule& rule) { return value.number() <= rule.most; }

bool within(const Value& value, const Rule& rule) { return above_least(value, rule) && below_most(value, rule); }

bool is_pair(const Value& value) {
  return value.is_list() && value.items().size() == 2 && value.items()[0].is_number() && value.items()[1].is_number();
}

bool meets_bounds(const Value& value, const Rule& rule, bool both) {
  if (value.is_number()) return within(value, rule);
  if (!is_pair(value)) return false;
  const Value& first = value.items()[0];
  const Value& second = value.items()[1];
  if (both) return within(first, rule) && within(second, rule);
  return below_most(first, rule) && above_least(second, rule);
}

void check_arg(const Arguments& args, const Arg& arg, bool both) {
  const Value* value = args.find(arg.name);
  if (!value || arg.kind != Kind::Any || (value->is_null() && arg.rule.nullable)) return;
  if (arg.rule.length == 2 && !is_pair(*value)) args.fail(arg.name, expected_text(arg));
  if (is_bounded(arg.rule) && !meets_bounds(*value, arg.rule, both)) {
    args.fail(arg.name, expected_text(arg));
  }
}

}  // namespace

void check_pairs(const Arguments& args) {
  for (const Arg& arg : args.table()) check_arg(args, arg, false);
}

void check_bounded_pairs(const Arguments& args) {
  for (const Arg& arg : args.table()) check_arg(args, arg, true);
}

}  // namespace nnsummary
