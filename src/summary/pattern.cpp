#define PCRE2_CODE_UNIT_WIDTH 8
#include "summary/pattern.h"

#include <fmt/format.h>
#include <pcre2.h>

#include <array>
#include <stdexcept>

namespace nnsummary {
namespace {

template <auto free>
struct Free {
  template <typename T>
  void operator()(T* pointer) const {
    free(pointer);
  }
};

uint32_t options_of(Pattern::Match match) {
  constexpr uint32_t kText = PCRE2_UTF | PCRE2_UCP | PCRE2_AUTO_CALLOUT;
  switch (match) {
    case Pattern::Match::AtBeginning: return kText | PCRE2_ANCHORED;
    case Pattern::Match::Whole: return kText | PCRE2_ANCHORED | PCRE2_ENDANCHORED;
    default: return kText;
  }
}

// Called for each item of a pattern at each place where it is tried.
int count_step(pcre2_callout_block*, void* budget) {
  return --static_cast<MatchBudget*>(budget)->steps < 0 ? PCRE2_ERROR_MATCHLIMIT : 0;
}

PCRE2_SPTR characters(const std::string& text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

}  // namespace

struct Pattern::Compiled {
  std::unique_ptr<pcre2_code, Free<pcre2_code_free>> code;
  std::unique_ptr<pcre2_match_data, Free<pcre2_match_data_free>> match{pcre2_match_data_create(1, nullptr)};
  std::unique_ptr<pcre2_match_context, Free<pcre2_match_context_free>> context{pcre2_match_context_create(nullptr)};
};

Pattern::Pattern(const std::string& text, Match match) : text_(text), compiled_(std::make_unique<Compiled>()) {
  int error = 0;
  PCRE2_SIZE offset = 0;
  compiled_->code.reset(pcre2_compile(characters(text), text.size(), options_of(match), &error, &offset, nullptr));
  if (!compiled_->code) {
    std::array<PCRE2_UCHAR, 160> message{};
    pcre2_get_error_message(error, message.data(), message.size());
    throw std::invalid_argument(fmt::format("'{}' isn't a valid regular expression: {} at position {}", text,
                                            reinterpret_cast<const char*>(message.data()), offset));
  }
  pcre2_set_match_limit(compiled_->context.get(), 1'000'000);
  pcre2_set_depth_limit(compiled_->context.get(), 10'000);
}

Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;

bool Pattern::matches(const std::string& text, MatchBudget& budget) const {
  pcre2_set_callout(compiled_->context.get(), count_step, &budget);
  const int found = pcre2_match(compiled_->code.get(), characters(text), text.size(), 0, 0, compiled_->match.get(),
                                compiled_->context.get());
  if (found == PCRE2_ERROR_MATCHLIMIT || found == PCRE2_ERROR_DEPTHLIMIT) {
    throw std::invalid_argument(fmt::format("'{}' takes too long to match '{}'", text_, text));
  }
  return found >= 0;
}

}  // namespace nnsummary
