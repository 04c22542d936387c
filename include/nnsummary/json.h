// Summaries as JSON. The schema is specs/summary.schema.json.
//
// Threads: several threads may write one Summary at once, each with its own `out`.
#pragma once

#include <string>
#include <string_view>

#include "nnsummary/summary.h"

namespace [[gnu::visibility("default")]] nnsummary {

// Returns the extras in the output of `--format json`. render_json() accepts any others.
constexpr Extras json_extras() { return {.weights = true, .arguments = true, .calls = true, .macs = true}; }

// The `schema_version` that is written and read.
inline constexpr int kSchemaVersion = 1;

// Appends one JSON object and a newline. Integers are exact, and unknown values are null.
void render_json(const Summary& summary, std::string& out);

// Returns the Summary that render_json() wrote; it equals the original. `file` is its name in messages. Throws
// ModelError if the string isn't such JSON.
Summary read_summary_json(std::string file, std::string text);

}  // namespace nnsummary
