#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/number_text.h"
#include "nnsummary/verify.h"

namespace nnsummary {
namespace {

std::string_view word_of(Fault fault) {
  switch (fault) {
    case Fault::Missing: return "missing";
    case Fault::Unexpected: return "unexpected";
    case Fault::Shape: return "another shape";
    case Fault::DType: return "another type";
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

void render_verification(const Verification& verification, std::string& out) {
  for (const Mismatch& mismatch : verification.mismatches) out += line_of(mismatch) + "\n";
  const size_t findings = verification.mismatches.size();
  out += fmt::format("{}: {}{} {} stored as the model has {} ({} of the file){}\n", verification.model,
                     findings == 0 && verification.weights > 1 ? "all " : "", counted(verification.weights, "weight"),
                     verification.weights == 1 ? "is" : "are", verification.weights == 1 ? "it" : "them",
                     size_text(verification.bytes), findings == 0 ? "" : "; " + counted(findings, "finding"));
  for (const std::string& layer : verification.unverified) {
    out += fmt::format("{}: not verified: its class isn't known, or its input\n", layer);
  }
  for (const Beyond& beyond : verification.beyond) {
    const std::string tensors = beyond.tensors > 0 ? counted(beyond.tensors, "tensor") + ", " : "";
    out += fmt::format("beyond the model: {}, {}{} of the file\n", beyond.what, tensors, size_text(beyond.bytes));
  }
}

namespace {

void write_text(JsonWriter& json, std::string_view key, const std::string& value) {
  json.key(key);
  value.empty() ? json.raw("null") : json.text(value);
}

void write_mismatch(JsonWriter& json, const Mismatch& mismatch) {
  json.begin('{');
  json.key("fault");
  json.text(word_of(mismatch.fault));
  write_text(json, "layer", mismatch.layer);
  write_text(json, "weight", mismatch.weight);
  write_text(json, "expected", mismatch.expected);
  write_text(json, "found", mismatch.found);
  json.end('}');
}

}  // namespace

void render_verification_json(const Verification& verification, std::string& out) {
  JsonWriter json(out);
  json.begin('{');
  json.key("name");
  json.text(verification.model);
  json.key("verified_weights");
  json.count(Count(verification.weights));
  json.key("stored_bytes");
  json.count(Count(verification.bytes));
  json.key("mismatches");
  json.begin('[');
  for (const Mismatch& mismatch : verification.mismatches) {
    json.item();
    write_mismatch(json, mismatch);
  }
  json.end(']');
  json.key("unverified");
  json.begin('[');
  for (const std::string& layer : verification.unverified) {
    json.item();
    json.text(layer);
  }
  json.end(']');
  json.key("beyond");
  json.begin('[');
  for (const Beyond& beyond : verification.beyond) {
    json.item();
    json.begin('{');
    json.key("what");
    json.text(beyond.what);
    json.key("tensors");
    json.count(Count(beyond.tensors));
    json.key("stored_bytes");
    json.count(Count(beyond.bytes));
    json.end('}');
  }
  json.end(']');
  json.end('}');
  json.raw("\n");
}

}  // namespace nnsummary
