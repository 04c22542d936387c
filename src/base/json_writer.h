// Writes JSON.
#pragma once

#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "nnsummary/count.h"

namespace nnsummary {

enum class JsonLayout { Indented, OneLine };

// Appends JSON to a string, one call per bracket, key or value. An indented text has an item per line, but for what
// stands between begin_line() and its end(); one line has `, ` between items and `: ` after keys, as Python writes it.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out, JsonLayout layout = JsonLayout::Indented)
      : out_(out), line_depth_(layout == JsonLayout::OneLine ? 0 : kNone) {}

  // Opens and closes an object or a list.
  void begin(char bracket) {
    out_ += bracket;
    ++depth_;
    first_ = true;
  }
  void end(char bracket) {
    const bool breaks = !on_line() && !first_;
    --depth_;
    if (breaks) new_line();
    if (depth_ < line_depth_) line_depth_ = kNone;
    out_ += bracket;
    first_ = false;
  }
  // Opens an object or a list that stays on one line.
  void begin_line(char bracket) {
    begin(bracket);
    if (!on_line()) line_depth_ = depth_;
  }

  // Begins the next item of a list. Its value, a scalar or a bracket, is written next.
  void item() {
    if (!first_) out_ += ',';
    if (!on_line()) {
      new_line();
    } else if (!first_) {
      out_ += ' ';
    }
    first_ = false;
  }
  // Begins the next member of an object.
  void key(std::string_view name) {
    item();
    string(name);
    out_ += ": ";
  }

  // A string. C0, DEL, C1 and bidi controls are escaped as `\u001b`; a byte that is not UTF-8 becomes U+FFFD.
  void string(std::string_view value);
  // JSON that was written elsewhere.
  void raw(std::string_view value) { out_ += value; }
  void null() { out_ += "null"; }
  void boolean(bool value) { out_ += value ? "true" : "false"; }
  void count(Count value) { out_ += to_text(value, false); }
  void count(const std::optional<Count>& value) { value ? count(*value) : null(); }
  void integer(std::integral auto value) { out_ += std::to_string(value); }

  // A member in one call: the key and a string, a count, an integer or a bool; a missing count is null.
  void field(std::string_view name, std::string_view value) {
    key(name);
    string(value);
  }
  void field(std::string_view name, const char* value) { field(name, std::string_view(value)); }
  void field(std::string_view name, std::integral auto value) {
    key(name);
    if constexpr (std::is_same_v<decltype(value), bool>) {
      boolean(value);
    } else {
      integer(value);
    }
  }
  void field(std::string_view name, Count value) {
    key(name);
    count(value);
  }
  void field(std::string_view name, const std::optional<Count>& value) {
    key(name);
    count(value);
  }
  void null_field(std::string_view name) {
    key(name);
    null();
  }

 private:
  static constexpr int kNone = std::numeric_limits<int>::max();

  bool on_line() const { return depth_ >= line_depth_; }
  void new_line() {
    out_ += '\n';
    out_.append(2 * static_cast<size_t>(depth_), ' ');
  }

  std::string& out_;
  int depth_ = 0;
  int line_depth_;  // the depth from which on nothing begins a line
  bool first_ = true;
};

}  // namespace nnsummary
