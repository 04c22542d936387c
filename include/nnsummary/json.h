// A Summary as JSON, and back. specs/summary.schema.json is the schema.
//
// Threads: several threads may write one Summary at once, each to a string of its own.
#pragma once

#include <string>
#include <string_view>

#include "nnsummary/summary.h"

namespace [[gnu::visibility("default")]] nnsummary {

// What `--format json` holds.
constexpr Extras json_extras() { return {.weights = true, .arguments = true, .calls = true, .macs = true}; }

// Appends one JSON object and a newline. Integers are exact, unknown values are null.
void render_json(const Summary& summary, std::string& out);

// Whether a text may be such an object, by its beginning.
bool is_summary_json(std::string_view text);

// The Summary that render_json() wrote: it equals the original. `file` is the name that messages use. Throws
// ModelError.
Summary read_summary_json(std::string file, std::string text);

}  // namespace nnsummary
