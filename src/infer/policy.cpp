#include "infer/policy.h"

#include <fmt/format.h>

#include <charconv>
#include <vector>

namespace nnsummary {
namespace {

std::optional<Policy> named_policy(std::string_view name) {
  if (name == "mixed_float16") return Policy{DType::Float16, DType::Float32};
  if (name == "mixed_bfloat16") return Policy{DType::BFloat16, DType::Float32};
  const auto dtype = parse_dtype(name);
  if (!dtype) return std::nullopt;
  return Policy{*dtype, *dtype};
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> result;
  for (size_t end; (end = text.find(at)) != std::string_view::npos; text.remove_prefix(end + 1)) {
    result.push_back(text.substr(0, end));
  }
  result.push_back(text);
  return result;
}

bool read_integer(std::string_view text, int64_t& out) {
  const auto [end, error] = std::from_chars(text.begin(), text.end(), out);
  return error == std::errc() && end == text.end();
}

bool is_group(int64_t size) { return size == -1 || size > 0; }

bool are_bits(QuantizationMode mode, int64_t bits) {
  if (mode == QuantizationMode::Awq) return bits == 4;
  return bits == 2 || bits == 3 || bits == 4 || bits == 8;
}

// Parses "int8", "int4/64" (group), "gptq/4/128" and "awq/4/128" (bits, group).
bool read_mode(std::string_view text, Policy& policy) {
  const auto parts = split(text, '/');
  const std::string_view mode = parts[0];
  if (mode == "int8" || mode == "float8") {
    policy.mode = mode == "int8" ? QuantizationMode::Int8 : QuantizationMode::Float8;
    return parts.size() == 1;
  }
  if (mode == "int4") {
    policy.mode = QuantizationMode::Int4;
    if (parts.size() == 1) return true;
    return parts.size() == 2 && read_integer(parts[1], policy.group) && is_group(policy.group);
  }
  if (mode != "gptq" && mode != "awq") return false;
  policy.mode = mode == "gptq" ? QuantizationMode::Gptq : QuantizationMode::Awq;
  return parts.size() == 3 && read_integer(parts[1], policy.bits) && read_integer(parts[2], policy.group) &&
         is_group(policy.group) && are_bits(policy.mode, policy.bits);
}

std::optional<Policy> quantized_policy(std::string_view mode, std::string_view source) {
  auto policy = named_policy(source);
  if (!policy || !read_mode(mode, *policy)) return std::nullopt;
  return policy;
}

std::optional<Policy> policy_of_string(std::string_view text) {
  constexpr std::string_view kFrom = "_from_";
  const size_t from = text.find(kFrom);
  if (from == std::string_view::npos) return named_policy(text);
  return quantized_policy(text.substr(0, from), text.substr(from + kFrom.size()));
}

std::string source_name(const Policy& policy) {
  if (policy.compute == policy.variable) return std::string(to_text(policy.variable));
  return fmt::format("mixed_{}", to_text(policy.compute));
}

}  // namespace

std::string to_text(const Policy& policy) {
  std::string source = source_name(policy);
  switch (policy.mode) {
    case QuantizationMode::None: return source;
    case QuantizationMode::Int8: return "int8_from_" + source;
    case QuantizationMode::Float8: return "float8_from_" + source;
    case QuantizationMode::Int4:
      return policy.group == -1 ? "int4_from_" + source : fmt::format("int4/{}_from_{}", policy.group, source);
    case QuantizationMode::Gptq: return fmt::format("gptq/{}/{}_from_{}", policy.bits, policy.group, source);
    case QuantizationMode::Awq: return fmt::format("awq/{}/{}_from_{}", policy.bits, policy.group, source);
  }
  return source;
}

std::optional<Policy> read_policy(const Value* dtype) {
  if (!dtype || dtype->is_null()) return Policy{};
  if (dtype->is_string()) return policy_of_string(dtype->string());
  const Value* config = dtype->find("config");
  if (!config || !config->is_object()) return std::nullopt;
  if (dtype->string_of("class_name") == "DTypePolicyMap") return read_policy(config->find("default_policy"));
  if (const Value* name = config->find("name"); name && name->is_string()) return policy_of_string(name->string());
  if (dtype->string_of("class_name") == "DTypePolicy") return Policy{};  // no name: the default policy
  auto policy = quantized_policy(config->string_of("mode"), config->string_of("source_name", "float32"));
  const Value* history = config->find("amax_history_length");
  if (policy && history && history->is_int()) policy->amax_history_length = history->integer().get();
  return policy;
}

}  // namespace nnsummary
