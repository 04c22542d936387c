#include "layers/arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nnsummary {
namespace {

constexpr Arg kCommonArgs[] = {
    {"name", Kind::String, nullptr, {}, "name of the layer"},
    {"trainable", Kind::Bool, true, {}, "whether the weights are trained"},
    {"dtype", Kind::Any, nullptr, {}, "dtype or dtype policy"},
    {"autocast", Kind::Bool, true, {}, "whether to cast inputs to the compute dtype"},
    {"activity_regularizer", Kind::Regularizer, nullptr, {}, "penalty on the output"},
    {"input_shape", Kind::Any, nullptr, {}, "shape of the input without the batch axis"},
    {"batch_input_shape", Kind::Any, nullptr, {}, "shape of the input with the batch axis"},
    {"input_dim", Kind::Any, nullptr, {}, "size of the input's only axis"},
};

}  // namespace

std::span<const Arg> common_args() { return kCommonArgs; }

Arguments::Arguments(std::span<const Arg> table, const Value& config)
    : table_(table), values_(table.size(), nullptr), config_(&config) {
  size_t expected = 0;
  for (const Member& member : config.members()) {
    // Files mostly list the arguments in the table's order: each search starts where the last one ended.
    for (size_t i = 0; i < table.size(); ++i) {
      const size_t at = (expected + i) % table.size();
      if (table[at].name != member.key) continue;
      values_[at] = &member.value;
      expected = at + 1;
      break;
    }
  }
}

size_t Arguments::index(std::string_view name) const {
  for (size_t i = 0; i < table_.size(); ++i) {
    if (table_[i].name == name) return i;
  }
  throw std::logic_error(fmt::format("no argument '{}' in the table of this layer", name));
}

bool Arguments::is_null(std::string_view name) const {
  const size_t i = index(name);
  return values_[i] ? values_[i]->is_null() : table_[i].fallback.type == Default::Type::Null;
}

bool Arguments::flag(std::string_view name) const {
  const size_t i = index(name);
  if (!values_[i]) return table_[i].fallback.integer != 0;
  return is_true(*values_[i]);
}

Integer Arguments::integer(std::string_view name) const {
  const size_t i = index(name);
  if (!values_[i]) return table_[i].fallback.integer;
  if (values_[i]->is_int()) return values_[i]->integer();
  if (values_[i]->type() == Value::Type::Float) return static_cast<int64_t>(values_[i]->number());
  fail(name, "an integer");
}

double Arguments::number(std::string_view name) const {
  const size_t i = index(name);
  if (values_[i]) return values_[i]->is_number() ? values_[i]->number() : 0;
  const Default& fallback = table_[i].fallback;
  return fallback.type == Default::Type::Float ? fallback.real : static_cast<double>(fallback.integer);
}

std::string_view Arguments::string(std::string_view name) const {
  const size_t i = index(name);
  if (values_[i]) return values_[i]->is_string() ? values_[i]->string() : std::string_view();
  return table_[i].fallback.string;
}

std::vector<Integer> Arguments::tuple(std::string_view name) const {
  const size_t i = index(name);
  const auto length = static_cast<size_t>(std::max(1, table_[i].rule.length));
  const Value* value = values_[i];
  if (!value || !value->is_list()) return std::vector<Integer>(length, integer(name));
  std::vector<Integer> result;
  for (const Value& item : value->items()) {
    if (!item.is_int()) fail(name, "a list of integers");
    result.push_back(item.integer());
  }
  return result;
}

void Arguments::fail(std::string_view name, std::string_view expected) const {
  const size_t i = index(name);
  const std::string found = values_[i] ? ", found " + describe(*values_[i]) : "";
  throw LayerError{fmt::format("argument '{}': expected {}{}", name, expected, found), values_[i]};
}

}  // namespace nnsummary
