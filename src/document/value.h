// The tree of values that JSON and YAML are read into.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/integer.h"

namespace nnsummary {

struct Member;

// A value lives in its document's arena. Its address identifies it: a message finds its place in the file by it.
class Value {
 public:
  enum class Type : uint8_t { Null, Bool, Int, BigInt, Float, String, List, Object };

  constexpr Value() : integer_(0) {}
  static constexpr Value of_bool(bool value) { return Value(Type::Bool, int64_t{value}); }
  static constexpr Value of_int(int64_t value) { return Value(Type::Int, value); }
  static constexpr Value of_float(double value) { return Value(value); }
  static constexpr Value of_string(std::string_view text) { return Value(Type::String, text); }
  // An integer that exceeds int64, as JSON writes it.
  static constexpr Value of_big_int(std::string_view digits) { return Value(Type::BigInt, digits); }
  static Value of_list(std::span<const Value> items);
  static Value of_object(std::span<const Member> members);

  Type type() const { return type_; }
  bool is_null() const { return type_ == Type::Null; }
  bool is_bool() const { return type_ == Type::Bool; }
  bool is_int() const { return type_ == Type::Int; }
  bool is_number() const { return type_ == Type::Int || type_ == Type::BigInt || type_ == Type::Float; }
  bool is_string() const { return type_ == Type::String; }
  bool is_list() const { return type_ == Type::List; }
  bool is_object() const { return type_ == Type::Object; }

  // Each is defined for its own type only; number() for every number, string() for strings and big integers.
  bool boolean() const { return integer_ != 0; }
  Integer integer() const { return integer_; }
  double number() const;
  std::string_view string() const { return {text_, size_}; }
  // The items of a list or the members of an object; empty for any other type.
  std::span<const Value> items() const {
    return is_list() ? std::span<const Value>(items_, size_) : std::span<const Value>();
  }
  std::span<const Member> members() const;

  // Returns the value of a key, the last one if it is repeated, as in Python. Null if there is none, or no object.
  const Value* find(std::string_view key) const;
  // Returns the string at a key, or `fallback` if it is missing or not a string.
  std::string_view string_of(std::string_view key, std::string_view fallback = {}) const;

 private:
  constexpr Value(Type type, int64_t value) : type_(type), integer_(value) {}
  explicit constexpr Value(double value) : type_(Type::Float), real_(value) {}
  constexpr Value(Type type, std::string_view text)
      : type_(type), size_(static_cast<uint32_t>(text.size())), text_(text.data()) {}

  Type type_ = Type::Null;
  uint32_t size_ = 0;
  union {
    int64_t integer_;
    double real_;
    const char* text_;
    const Value* items_;
    const Member* members_;
  };
};

struct Member {
  std::string_view key;
  Value value;
};

inline std::span<const Member> Value::members() const {
  return is_object() ? std::span<const Member>(members_, size_) : std::span<const Member>();
}

// Returns whether Python takes a flag of that value for true: 1 is, and None isn't.
inline bool is_true(const Value& value) {
  return value.is_bool() ? value.boolean() : value.is_number() && value.number() != 0;
}

// Returns a value as messages show it, shortened if it is long: "[1, 2, 3]", "'same'", "an object of class 'Dense'".
std::string describe(const Value& value);

}  // namespace nnsummary
