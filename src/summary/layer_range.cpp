#define PCRE2_CODE_UNIT_WIDTH 8
#include "summary/layer_range.h"

#include <fmt/format.h>
#include <pcre2.h>

#include <array>
#include <memory>
#include <optional>
#include <stdexcept>

namespace nnsummary {
namespace {

// A pattern, matched at the beginning of names, with bounds on the work that a match may take.
class Pattern {
 public:
  explicit Pattern(const std::string& text) : text_(text) {
    int error = 0;
    PCRE2_SIZE offset = 0;
    code_.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                              PCRE2_ANCHORED | PCRE2_UTF | PCRE2_UCP, &error, &offset, nullptr));
    if (!code_) {
      std::array<PCRE2_UCHAR, 160> message{};
      pcre2_get_error_message(error, message.data(), message.size());
      throw std::invalid_argument(fmt::format("--layer-range: '{}' is no regular expression: {} at position {}", text,
                                              reinterpret_cast<const char*>(message.data()), offset));
    }
    match_.reset(pcre2_match_data_create(1, nullptr));
    context_.reset(pcre2_match_context_create(nullptr));
    pcre2_set_match_limit(context_.get(), 1'000'000);
    pcre2_set_depth_limit(context_.get(), 10'000);
  }

  bool matches(const std::string& name) const {
    const int found = pcre2_match(code_.get(), reinterpret_cast<PCRE2_SPTR>(name.data()), name.size(), 0, 0,
                                  match_.get(), context_.get());
    if (found == PCRE2_ERROR_MATCHLIMIT || found == PCRE2_ERROR_DEPTHLIMIT) {
      throw std::invalid_argument(fmt::format("--layer-range: '{}' takes too long to match '{}'", text_, name));
    }
    return found >= 0;
  }

 private:
  template <auto free>
  struct Free {
    template <typename T>
    void operator()(T* pointer) const {
      free(pointer);
    }
  };

  std::string text_;
  std::unique_ptr<pcre2_code, Free<pcre2_code_free>> code_;
  std::unique_ptr<pcre2_match_data, Free<pcre2_match_data_free>> match_;
  std::unique_ptr<pcre2_match_context, Free<pcre2_match_context_free>> context_;
};

std::pair<std::string, std::string> split(const std::string& range) {
  int depth = 0;
  std::optional<size_t> comma;
  for (size_t i = 0; i < range.size(); ++i) {
    const char c = range[i];
    if (c == '\\') {
      ++i;
    } else if (c == '[' || c == '{' || c == '(') {
      ++depth;
    } else if (c == ']' || c == '}' || c == ')') {
      --depth;
    } else if (c == ',' && depth <= 0) {
      if (comma) throw std::invalid_argument("--layer-range: expected START,END, found more than one comma");
      comma = i;
    }
  }
  if (!comma) throw std::invalid_argument("--layer-range: expected START,END, found no comma");
  return {range.substr(0, *comma), range.substr(*comma + 1)};
}

struct Matches {
  size_t first = SIZE_MAX;
  size_t last = 0;
};

Matches find(const Summary& summary, const std::string& text) {
  const Pattern pattern(text);
  Matches result;
  for (size_t i = 0; i < summary.layers.size(); ++i) {
    if (!pattern.matches(summary.layers[i].name)) continue;
    if (result.first == SIZE_MAX) result.first = i;
    result.last = i;
  }
  if (result.first == SIZE_MAX) {
    throw std::invalid_argument(fmt::format("--layer-range: '{}' matches no layer of '{}'", text, summary.name));
  }
  return result;
}

}  // namespace

std::pair<size_t, size_t> layer_range(const Summary& summary, const std::string& range) {
  const auto [start_text, end_text] = split(range);
  const Matches start = find(summary, start_text);
  const Matches end = find(summary, end_text);
  if (start.first > end.last) return {end.first, start.last + 1};
  return {start.first, end.last + 1};
}

}  // namespace nnsummary
