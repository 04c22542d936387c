#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "spec/concise_reader.h"

namespace nnsummary {
namespace {

constexpr std::string_view kOperation = "ops.";
constexpr int64_t kMostRepeats = 100'000;
constexpr size_t kLayerSteps = 120;

// Returns true for {Dense: 3}, which is a layer, not named arguments.
bool is_layer_form(const Value& value) {
  return value.is_object() && value.members().size() == 1 && layer_called(value.members()[0].key);
}

std::string several_classes(const Value& value) {
  std::string keys;
  for (const Member& member : value.members()) keys += fmt::format("{}'{}'", keys.empty() ? "" : ", ", member.key);
  const bool loose = value.members().size() > 1 && value.members()[0].value.is_null();
  const std::string_view hint = loose ? "; indent a layer's arguments below its class" : "";
  return fmt::format("expected one class per layer, found {}{}", keys.empty() ? "none" : keys, hint);
}

}  // namespace

void ConciseReader::check_keys(const Value& object, std::span<const std::string_view> known, std::string_view what) {
  for (const Member& member : object.members()) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    std::string hint = did_you_mean(member.key, known);
    if (hint.empty()) {
      for (const std::string_view key : known) hint += fmt::format("{}'{}'", hint.empty() ? "; it has " : ", ", key);
    }
    report_.error_at_key(&member.value, {}, fmt::format("{} has no key '{}'{}", what, member.key, hint));
  }
  // JSON allows a key twice.
  for (const Member& member : object.members()) {
    if (object.find(member.key) == &member.value) continue;
    report_.error_at_key(object.find(member.key), {}, fmt::format("the key '{}' is given twice", member.key));
  }
}

void ConciseReader::read_repeat(const Value& value, ConciseEntry& entry) {
  if (value.is_int() && value.integer() >= 0 && value.integer() <= kMostRepeats) {
    entry.repeat = value.integer().get();
  } else {
    report_.error(&value, {{}, entry.name},
                  fmt::format("expected 'repeat' to be a number up to {}, found {}", kMostRepeats, describe(value)));
  }
}

void ConciseReader::count_layer(const ConciseEntry& entry) {
  if (work_.spend(kLayerSteps)) return;
  report_.error(entry.original, {{}, entry.name},
                "the spec repeats layers more often than a model needs; " + work_.advice(), "limit");
  report_.throw_errors();
}

void ConciseReader::read_members(const Value& arguments, ConciseEntry& entry) {
  for (const Member& member : arguments.members()) {
    if (arguments.find(member.key) != &member.value) {
      report_.error_at_key(arguments.find(member.key), {{}, entry.name},
                           fmt::format("the argument '{}' is given twice", member.key));
    } else if (member.key == "from") {
      entry.from = &member.value;
    } else if (member.key == "with") {
      entry.with = &member.value;
    } else if (member.key == "repeat") {
      read_repeat(member.value, entry);
    } else if (member.key == "name" && entry.form == ConciseEntry::Form::Operation) {
      entry.given_name = &member.value;
    } else {
      entry.keyword.push_back(&member);
    }
  }
}

std::optional<ConciseEntry> ConciseReader::entry(const Value& value) {
  ConciseEntry result;
  result.original = &value;
  if (value.is_string()) {
    result.name = value.string();
  } else if (const Value* called = value.find("call")) {
    static constexpr std::string_view kKeys[] = {"call", "from", "with", "name"};
    check_keys(value, kKeys, "a call");
    if (!called->is_string()) {
      report_.error(called, {}, fmt::format("expected the name of a layer to call, found {}", describe(*called)));
      return std::nullopt;
    }
    result.form = ConciseEntry::Form::Call;
    result.name = called->string();
    result.from = value.find("from");
    result.with = value.find("with");
    result.given_name = value.find("name");
    return result;
  } else if (!value.is_object() || value.members().size() != 1) {
    report_.error(&value, {},
                  value.is_object()
                      ? several_classes(value)
                      : fmt::format("expected a layer, as 'Flatten' or 'Dense: 10', found {}", describe(value)));
    return std::nullopt;
  } else {
    result.name = value.members()[0].key;
  }
  if (result.name.starts_with(kOperation)) {
    result.form = ConciseEntry::Form::Operation;
    result.name.remove_prefix(kOperation.size());
  }
  if (value.is_string()) return result;
  const Value& arguments = value.members()[0].value;
  if (arguments.is_object() && !is_layer_form(arguments)) {
    read_members(arguments, result);
  } else if (arguments.is_list()) {
    for (const Value& item : arguments.items()) result.positional.push_back(&item);
  } else if (!arguments.is_null()) {
    result.positional.push_back(&arguments);
  }
  return result;
}

}  // namespace nnsummary
