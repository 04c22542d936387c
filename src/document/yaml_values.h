// What YAML's scalars and tags stand for. Nothing is ever executed: a tag that isn't known is an error.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "document/value.h"

namespace nnsummary {

// A scalar without quotes, by the core schema of YAML 1.2 with `_` in numbers. Text points to `text`.
Value plain_scalar(std::string_view text);

// These read what has a tag, resolved ("tag:yaml.org,2002:int"); nothing where the tag isn't known, or what it stands
// before doesn't fit. "?" and "!" are the tags of what has none, without and with quotes.
std::optional<Value> tagged_scalar(std::string_view tag, std::string_view text, Arena& arena);
std::optional<Value> tagged_list(std::string_view tag, const Value& list);
std::optional<Value> tagged_object(std::string_view tag, const Value& object);

// A tag as people write it: "!!python/tuple".
std::string tag_text(std::string_view tag);

}  // namespace nnsummary
