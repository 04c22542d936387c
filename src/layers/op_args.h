// The arguments of an operation of keras.ops, typed, from one string per row of a table.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace nnsummary {

struct OpArg {
  enum class Type : uint8_t {
    Tensor,          // a required argument of the call
    OptionalTensor,  // an argument of the call that may be left out
    Rest,            // takes all tensors that follow
    Constructor,     // an argument of the operation's constructor: part of its configuration in a file
    Required,        // the same, without a default
  };

  std::string_view name;
  Type type = Type::Tensor;

  constexpr bool is_constructor() const { return type == Type::Constructor || type == Type::Required; }
};

// A list of OpArg in the order of the function in keras.ops. It is written as a string, "x ?scale :axis *rest", in
// which
// '?' marks an optional tensor, ':' an argument of the constructor, '!' one without a default, and '*' one that takes
// the rest; it is parsed by the compiler, which refuses what isn't such a list. Only positions are stored: a pointer
// for each name would have to be relocated when the program starts.
class OpArgs {
 public:
  class Iterator {
   public:
    constexpr Iterator(const OpArgs& args, size_t position) : args_(&args), position_(position) {}
    constexpr OpArg operator*() const { return (*args_)[position_]; }
    constexpr Iterator& operator++() {
      ++position_;
      return *this;
    }
    friend constexpr bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const OpArgs* args_;
    size_t position_;
  };

  consteval OpArgs(const char* list) : list_(list) {  // NOLINT(google-explicit-constructor): rows stay short
    for (size_t begin = 0; begin < list_.size();) {
      const size_t blank = list_.find(' ', begin);
      const size_t end = blank == std::string_view::npos ? list_.size() : blank;
      append(begin, end);
      begin = end + 1;
    }
    if (list_.ends_with(' ')) throw "a list of arguments ends with a blank";
  }

  constexpr size_t size() const { return size_; }
  constexpr OpArg operator[](size_t position) const {
    const Part& part = parts_[position];
    return {list_.substr(part.begin, part.length), part.type};
  }
  constexpr Iterator begin() const { return {*this, 0}; }
  constexpr Iterator end() const { return {*this, size_}; }

 private:
  struct Part {
    uint8_t begin = 0;
    uint8_t length = 0;
    OpArg::Type type = OpArg::Type::Tensor;
  };
  static constexpr size_t kMost = 12;

  static consteval bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

  static consteval OpArg::Type type_of(char first) {
    switch (first) {
      case '?': return OpArg::Type::OptionalTensor;
      case '*': return OpArg::Type::Rest;
      case ':': return OpArg::Type::Constructor;
      case '!': return OpArg::Type::Required;
      default: return OpArg::Type::Tensor;
    }
  }

  consteval void append(size_t begin, size_t end) {
    const OpArg::Type type = type_of(list_[begin]);
    if (type != OpArg::Type::Tensor) ++begin;
    const bool starts_name = begin < end && is_letter(list_[begin]);
    if (!starts_name) throw "an argument has no name";
    if (size_ == kMost || end > UINT8_MAX) throw "too many arguments";
    parts_[size_++] = {static_cast<uint8_t>(begin), static_cast<uint8_t>(end - begin), type};
  }

  std::string_view list_;
  std::array<Part, kMost> parts_{};
  uint8_t size_ = 0;
};

}  // namespace nnsummary
