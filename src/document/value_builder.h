// Puts a tree of values together from the events of a reader; nothing recurses.
#pragma once

#include <string_view>
#include <vector>

#include "document/document.h"

namespace nnsummary {

class ValueBuilder {
 public:
  ValueBuilder(Document& document, const Limits& limits) : document_(document), limits_(limits) {}

  void scalar(Value value) { values_.push_back(value); }
  void text(std::string_view text) { values_.push_back(Value::of_text(document_.intern(text))); }
  void key(std::string_view key) { keys_.push_back(document_.intern(key)); }
  // False where the nesting is deeper than the limit.
  bool begin() {
    open_.push_back({values_.size(), keys_.size()});
    return open_.size() <= limits_.depth;
  }
  void end_list();
  void end_object();

  // The one value that everything came to.
  Value result() const { return values_.front(); }

 private:
  struct Open {
    size_t first_value;
    size_t first_key;
  };

  Document& document_;
  const Limits& limits_;
  std::vector<Value> values_;
  std::vector<std::string_view> keys_;
  std::vector<Open> open_;
  std::vector<Member> members_;
};

}  // namespace nnsummary
