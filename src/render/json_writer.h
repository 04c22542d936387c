#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "nnsummary/count.h"

namespace nnsummary {

// Writes JSON: objects and lists of objects over several indented lines, everything else on one.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void begin(char bracket) {
    out_ += bracket;
    ++depth_;
    first_ = true;
  }
  void end(char bracket) {
    --depth_;
    if (!first_) new_line();
    out_ += bracket;
    first_ = false;
  }
  // Begins the next item of a list.
  void item() {
    if (!first_) out_ += ',';
    first_ = false;
    new_line();
  }
  void key(std::string_view name) {
    item();
    out_ += '"';
    out_ += name;
    out_ += "\": ";
  }

  void text(std::string_view value);
  void raw(std::string_view value) { out_ += value; }
  void boolean(bool value) { out_ += value ? "true" : "false"; }
  void count(Count value) { out_ += to_text(value, false); }
  void count(const std::optional<Count>& value) { value ? count(*value) : raw("null"); }

 private:
  void new_line() {
    out_ += '\n';
    out_.append(2 * static_cast<size_t>(depth_), ' ');
  }

  std::string& out_;
  int depth_ = 0;
  bool first_ = true;
};

}  // namespace nnsummary
