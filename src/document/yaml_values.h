// The values of YAML's scalars and tags. No code of a file is ever run: an unknown tag is an error.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "document/value.h"

namespace nnsummary {

// Returns the value of a scalar without quotes, by the core schema of YAML 1.2 with `_` in numbers. A string is a view
// of `text`.
Value plain_scalar(std::string_view text, Arena& arena);

// These return the value of a tagged scalar, list or object; nullopt if the tag is unknown or doesn't fit the value. A
// tag is resolved ("tag:yaml.org,2002:int"); "?" and "!" stand for none, on a scalar without and with quotes.
std::optional<Value> tagged_scalar(std::string_view tag, std::string_view text, Arena& arena);
std::optional<Value> tagged_list(std::string_view tag, const Value& list);
std::optional<Value> tagged_object(std::string_view tag, const Value& object);

// Returns a tag as it is written in a file: "!!python/tuple".
std::string tag_text(std::string_view tag);

}  // namespace nnsummary
