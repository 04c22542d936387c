#include <fmt/format.h>

#include "document/document.h"
#include "document/json_scanner.h"
#include "document/report.h"

namespace nnsummary {
namespace {

// Reads a text into the arena of its document. Keeps stacks of the open lists and objects and of their values so far,
// since recursion could overflow the stack.
class Reader {
 public:
  Reader(Document& document, const Limits& limits)
      : scanner_(document.text()), arena_(document.arena()), limits_(limits) {}

  Value read() {
    do {
      begin_value();
      while (!open_.empty() && !next_in_open()) close();
    } while (!open_.empty());
    scanner_.peek();
    if (!scanner_.at_end()) scanner_.fail("the end of the text");
    return values_.front();
  }

 private:
  struct Open {
    bool list;
    size_t first_value;
    size_t first_key;
  };

  // Reads a scalar or an empty list or object, and opens the lists and objects that begin before it.
  void begin_value() {
    while (true) {
      const char c = scanner_.peek();
      if (c == '"') return values_.push_back(Value::of_string(string()));
      if (c != '[' && c != '{') return values_.push_back(scanner_.scalar());
      scanner_.take(c);
      open_.push_back({c == '[', values_.size(), keys_.size()});
      if (open_.size() > limits_.depth) {
        throw JsonSyntaxError{scanner_.offset(), fmt::format("nested deeper than {} levels", limits_.depth), "limit"};
      }
      if (scanner_.peek() == closing()) return close();
      if (c == '{') key();
    }
  }

  // Returns whether another value follows in the innermost list or object, and reads its key.
  bool next_in_open() {
    if (!scanner_.take(',')) return false;
    if (!open_.back().list) key();
    return true;
  }

  void key() {
    if (scanner_.peek() != '"') scanner_.fail("a key in double quotes");
    keys_.push_back(string());
    scanner_.expect(':', "':' after a key");
  }

  std::string_view string() {
    const std::string_view text = scanner_.string(buffer_);
    return text.data() == buffer_.data() ? arena_.copy(text) : text;
  }

  void close() {
    const Open open = open_.back();
    scanner_.expect(closing(), open.list ? "',' or ']'" : "',' or '}'");
    open_.pop_back();
    const Value value = open.list ? list(open) : object(open);
    values_.resize(open.first_value);
    keys_.resize(open.first_key);
    values_.push_back(value);
  }

  Value list(const Open& open) {
    return Value::of_list(arena_.copy(std::span<const Value>(values_).subspan(open.first_value)));
  }

  Value object(const Open& open) {
    members_.clear();
    for (size_t i = open.first_key; i < keys_.size(); ++i) {
      members_.push_back({keys_[i], values_[open.first_value + i - open.first_key]});
    }
    return Value::of_object(arena_.copy(std::span<const Member>(members_)));
  }

  char closing() const { return open_.back().list ? ']' : '}'; }

  JsonScanner scanner_;
  Arena& arena_;
  const Limits& limits_;
  std::string buffer_;
  std::vector<Open> open_;
  std::vector<Value> values_;
  std::vector<std::string_view> keys_;
  std::vector<Member> members_;
};

}  // namespace

void read_json(Document& document, const Limits& limits) {
  if (document.text().size() > limits.bytes) {
    refuse_file(document.file(), fmt::format("is larger than the limit of {} bytes", limits.bytes), "limit");
  }
  try {
    document.set_root(Reader(document, limits).read());
  } catch (const JsonSyntaxError& error) {
    throw ModelError({document.at_offset(error.offset, error.message, error.code)});
  }
}

}  // namespace nnsummary
