#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/number_text.h"
#include "base/printable.h"
#include "nnsummary/verify.h"

namespace nnsummary {
namespace {

std::string_view word_of(Fault fault) {
  switch (fault) {
    case Fault::Missing: return "missing";
    case Fault::Unexpected: return "unexpected";
    case Fault::Shape: return "another shape";
    case Fault::DType: return "another type";
    case Fault::Size: return "another size";
    default: return "another name";
  }
}

std::string line_of(const Mismatch& mismatch) {
  std::string where = mismatch.layer;
  if (!mismatch.weight.empty()) where += "/" + mismatch.weight;
  std::string result =
      where.empty() ? std::string(word_of(mismatch.fault)) : fmt::format("{}: {}", where, word_of(mismatch.fault));
  if (!mismatch.expected.empty()) result += fmt::format(": expected {}", mismatch.expected);
  if (!mismatch.found.empty())
    result += fmt::format("{} found {}", mismatch.expected.empty() ? ":" : ",", mismatch.found);
  return result;
}

std::string counted(size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string size_text(uint64_t bytes) { return memory_text(Count(bytes) * Count(8)); }

}  // namespace

void render_verification(const Verification& verification, bool escape_controls, std::string& out) {
  const auto shown = [escape_controls](const std::string& text) { return escape_controls ? printable(text) : text; };
  for (const Mismatch& mismatch : verification.mismatches) out += shown(line_of(mismatch)) + "\n";
  const size_t findings = verification.mismatches.size();
  out += fmt::format("{}: {}{} {} stored as the model has {} ({} of the file){}\n", shown(verification.model),
                     findings == 0 && verification.unverified.empty() && verification.weights > 1 ? "all " : "",
                     counted(verification.weights, "weight"), verification.weights == 1 ? "is" : "are",
                     verification.weights == 1 ? "it" : "them", size_text(verification.bytes),
                     findings == 0 ? "" : "; " + counted(findings, "finding"));
  for (const std::string& layer : verification.unverified) {
    out += fmt::format("{}: not verified: its class, its input or its layers aren't known\n", shown(layer));
  }
  for (const Extra& extra : verification.extras) {
    const std::string tensors = extra.tensors > 0 ? counted(extra.tensors, "tensor") + ", " : "";
    out += fmt::format("not of the model: {}, {}{} of the file\n", extra.what, tensors, size_text(extra.bytes));
  }
}

namespace {

void write_text(JsonWriter& json, std::string_view key, const std::string& value) {
  value.empty() ? json.null_field(key) : json.field(key, value);
}

void write_mismatch(JsonWriter& json, const Mismatch& mismatch) {
  json.begin('{');
  json.field("fault", word_of(mismatch.fault));
  write_text(json, "layer", mismatch.layer);
  write_text(json, "weight", mismatch.weight);
  write_text(json, "expected", mismatch.expected);
  write_text(json, "found", mismatch.found);
  json.end('}');
}

void write_extra(JsonWriter& json, const Extra& extra) {
  json.begin('{');
  json.field("what", extra.what);
  json.field("tensors", extra.tensors);
  json.field("stored_bytes", extra.bytes);
  json.end('}');
}

}  // namespace

void render_verification_json(const Verification& verification, std::string& out) {
  JsonWriter json(out);
  const auto list = [&json](std::string_view key, const auto& items, const auto& write) {
    json.key(key);
    json.begin('[');
    for (const auto& item : items) {
      json.item();
      write(json, item);
    }
    json.end(']');
  };
  json.begin('{');
  json.field("name", verification.model);
  json.field("verified_weights", verification.weights);
  json.field("stored_bytes", verification.bytes);
  list("mismatches", verification.mismatches, write_mismatch);
  list("unverified", verification.unverified, [](JsonWriter& writer, const std::string& name) { writer.string(name); });
  list("beyond", verification.extras, write_extra);
  json.end('}');
  json.raw("\n");
}

}  // namespace nnsummary
