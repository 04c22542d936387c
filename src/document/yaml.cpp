#include "document/yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <unordered_map>
#include <unordered_set>

#include "base/utf8.h"
#include "document/report.h"
#include "document/yaml_messages.h"
#include "document/yaml_values.h"

namespace nnsummary {
namespace {

// A limit of its own, since yaml-cpp is slow.
constexpr size_t kMostBytes = size_t{1} << 26;
// The number of values that all aliases together may expand to.
constexpr size_t kMostExpanded = 1'000'000;

struct YamlError {
  size_t offset;
  std::string message;
  std::string_view code = "syntax";  // see nnsummary/error.h
};

// Refuses a tab before the first token of a line, which is at `offset`.
void check_indentation(std::string_view text, size_t offset) {
  const size_t newline = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const size_t line = newline == std::string_view::npos ? 0 : newline + 1;
  const size_t indentation = std::min(text.find_first_not_of(" \t", line), text.size()) - line;
  const size_t tab = text.substr(line, indentation).find('\t');
  if (line + indentation >= offset && tab != std::string_view::npos) {
    throw YamlError{line + tab, "invalid YAML: a tab can't indent a line; use spaces"};
  }
}

// Returns true for a text that begins with a quote and has no other that closes it.
bool is_open_string(std::string_view text) {
  const char quote = text.front();
  if (quote != '"' && quote != '\'') return false;
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || i + 1 == text.size() || text[i + 1] != quote) return false;
      ++i;
    }
  }
  return true;
}

class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // an input buffer is never written to
    setg(begin, begin, begin + text.size());
  }
};

// Builds values from the parser's events. Keeps stacks of the open lists and objects and of their values so far.
class Builder : public YAML::EventHandler {
 public:
  Builder(Document& document, std::string_view text, size_t first, const Limits& limits)
      : document_(document), arena_(document.arena()), text_(text), first_(first), limits_(limits) {}

  Value root() const { return values_.front().value; }
  size_t root_offset() const { return values_.front().offset; }

  // Returns the place of the innermost open '[' or '{'. In a list in flow style, a mapping may have no brackets.
  std::optional<size_t> open_bracket() const {
    const auto has_bracket = [this](const Open& open) {
      return open.flow && (text_[open.offset] == '[' || text_[open.offset] == '{');
    };
    const auto found = std::find_if(open_.rbegin(), open_.rend(), has_bracket);
    return found == open_.rend() ? std::nullopt : std::optional(found->offset);
  }

  // Refuses a key that is given twice, except in a model that Keras wrote.
  void check_keys() const {
    if (repeated_ && !root().find("class_name")) throw *repeated_;
  }

  // Refuses a last string without its closing quote, which the parser takes up to the end of the text.
  void check_closed() const {
    if (last_scalar_ < text_.size() && is_open_string(text_.substr(last_scalar_))) {
      throw YamlError{last_scalar_, "invalid YAML: this quote is never closed"};
    }
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (started_) throw YamlError{offset(mark), "invalid YAML: expected one document, found another after '---'"};
    started_ = true;
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (awaits_key()) throw YamlError{offset(mark), "invalid YAML: expected a key before ':'"};
    add({Value(), place(mark), 1}, anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(mark, tag, anchor, style, true);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(mark, tag, anchor, style, false);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Item {
    Value value;
    size_t offset = 0;
    size_t size = 1;  // the number of values in it, with aliases expanded
  };
  struct Key {
    std::string_view text;
    size_t offset = 0;
    bool merges = false;  // `<<`
  };
  struct Open {
    bool list;
    bool flow;
    size_t first_value;
    size_t first_key;
    size_t offset;
    std::string tag;
    YAML::anchor_t anchor;
  };

  size_t offset(const YAML::Mark& mark) const {
    return mark.is_null() ? text_.size() : first_ + static_cast<size_t>(mark.pos);
  }
  // The same for a token that may begin a line.
  size_t place(const YAML::Mark& mark) const {
    const size_t result = offset(mark);
    if (open_.empty() || !open_.back().flow) check_indentation(text_, result);
    return result;
  }

  bool awaits_key() const {
    return !open_.empty() && !open_.back().list &&
           keys_.size() - open_.back().first_key == values_.size() - open_.back().first_value;
  }
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value style,
            bool list);
  void close();
  void add(const Item& item, YAML::anchor_t anchor);
  void add_member(const Key& key, const Item& item, std::vector<Member>& members, std::vector<Place>& places,
                  std::unordered_set<std::string_view>& seen);
  Value list_of(const Open& open);
  Value object_of(const Open& open);
  void merge(const Item& from, std::vector<Member>& members) const;

  Document& document_;
  Arena& arena_;
  std::string_view text_;
  size_t first_;
  const Limits& limits_;
  bool started_ = false;
  std::vector<Open> open_;
  std::vector<Item> values_;
  std::vector<Key> keys_;
  std::unordered_map<YAML::anchor_t, Item> anchored_;
  std::optional<YamlError> repeated_;  // the first key that an object has twice
  size_t expanded_ = 0;
  size_t last_scalar_ = std::string_view::npos;
};

void Builder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const auto found = anchored_.find(anchor);
  if (found == anchored_.end()) throw YamlError{offset(mark), "invalid YAML: an alias in the value that it refers to"};
  Item item = found->second;
  item.offset = place(mark);
  expanded_ += item.size;
  if (expanded_ > kMostExpanded) {
    throw YamlError{item.offset, fmt::format("the aliases expand to more than {} values", kMostExpanded), "limit"};
  }
  if (!awaits_key()) return add(item, 0);
  if (!item.value.is_string()) throw YamlError{item.offset, "invalid YAML: expected a key to be a string"};
  keys_.push_back({item.value.string(), item.offset, false});
}

void Builder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& text) {
  const std::string_view kept = arena_.copy(std::string_view(text));
  const size_t at = place(mark);
  last_scalar_ = offset(mark);
  if (awaits_key()) {
    if (anchor != 0) anchored_[anchor] = {Value::of_string(kept), at, 1};
    return keys_.push_back({kept, at, tag == "?" && kept == "<<"});
  }
  const auto value = tagged_scalar(tag, kept, arena_);
  if (!value) throw YamlError{at, fmt::format("'{}' is not a value of the type {}", text, tag_text(tag))};
  add({*value, at, 1}, anchor);
}

void Builder::open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                   YAML::EmitterStyle::value style, bool list) {
  const size_t at = place(mark);
  if (awaits_key()) throw YamlError{at, "invalid YAML: expected a key to be a string"};
  if (open_.size() >= limits_.depth)
    throw YamlError{at, fmt::format("nested deeper than {} levels", limits_.depth), "limit"};
  open_.push_back({list, style == YAML::EmitterStyle::Flow, values_.size(), keys_.size(), at, tag, anchor});
}

void Builder::close() {
  const Open open = std::move(open_.back());
  open_.pop_back();
  size_t size = 1;
  for (size_t i = open.first_value; i < values_.size(); ++i) size += values_[i].size;
  const Value value = open.list ? list_of(open) : object_of(open);
  values_.resize(open.first_value);
  keys_.resize(open.first_key);
  const auto tagged = open.list ? tagged_list(open.tag, value) : tagged_object(open.tag, value);
  if (!tagged) {
    throw YamlError{open.offset,
                    fmt::format("the tag {} isn't supported here; no code of a file is ever run", tag_text(open.tag))};
  }
  add({*tagged, open.offset, size}, open.anchor);
}

void Builder::add(const Item& item, YAML::anchor_t anchor) {
  if (anchor != 0) anchored_[anchor] = item;
  values_.push_back(item);
}

// Keeps the last value of each key, as PyYAML does.
void Builder::add_member(const Key& key, const Item& item, std::vector<Member>& members, std::vector<Place>& places,
                         std::unordered_set<std::string_view>& seen) {
  const Place place{item.offset, key.offset};
  if (seen.insert(key.text).second) {
    members.push_back({key.text, item.value});
    places.push_back(place);
    return;
  }
  if (!repeated_) repeated_ = YamlError{key.offset, fmt::format("the key '{}' is given twice", key.text)};
  const auto earlier =
      std::find_if(members.begin(), members.end(), [&key](const Member& member) { return member.key == key.text; });
  earlier->value = item.value;
  places[static_cast<size_t>(earlier - members.begin())] = place;
}

Value Builder::list_of(const Open& open) {
  std::vector<Value> values;
  for (size_t i = open.first_value; i < values_.size(); ++i) values.push_back(values_[i].value);
  const auto kept = arena_.copy(std::span<const Value>(values));
  for (size_t i = 0; i < kept.size(); ++i) document_.set_place(&kept[i], {values_[open.first_value + i].offset, {}});
  return Value::of_list(kept);
}

Value Builder::object_of(const Open& open) {
  std::vector<Member> members;
  std::unordered_set<std::string_view> seen;
  std::vector<Place> places;
  const Item* merged = nullptr;
  for (size_t i = open.first_key; i < keys_.size(); ++i) {
    const Item& item = values_[open.first_value + i - open.first_key];
    if (keys_[i].merges) {
      merged = &item;
      continue;
    }
    add_member(keys_[i], item, members, places, seen);
  }
  if (merged) {
    merge(*merged, members);
    places.resize(members.size(), {merged->offset, merged->offset});
  }
  const auto kept = arena_.copy(std::span<const Member>(members));
  for (size_t i = 0; i < kept.size(); ++i) document_.set_place(&kept[i].value, places[i]);
  return Value::of_object(kept);
}

// Adds the members of an object, or of a list of objects, whose keys aren't there yet.
void Builder::merge(const Item& from, std::vector<Member>& members) const {
  std::unordered_set<std::string_view> given;
  for (const Member& member : members) given.insert(member.key);
  const std::span<const Value> sources = from.value.is_list() ? from.value.items() : std::span(&from.value, 1);
  for (const Value& source : sources) {
    if (!source.is_object()) throw YamlError{from.offset, "invalid YAML: expected '<<' to be a mapping"};
    for (const Member& member : source.members()) {
      if (given.insert(member.key).second) members.push_back(member);
    }
  }
}

// Refuses invalid characters, which the parser would take for the end of the text or replace.
void check_characters(std::string_view text, size_t first) {
  for (size_t i = first; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c < 0x7F) {
      ++i;
      continue;
    }
    const bool control = (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7F;
    if (control) throw YamlError{i, fmt::format("invalid YAML: a control character (\\x{:02x})", c)};
    const size_t length = utf8_length(text.substr(i));
    if (length == 0) throw YamlError{i, "the text is not UTF-8"};
    i += length;
  }
}

// Removes the `|` after `!!binary`, as PyYAML writes bytes: the parser fails on a block scalar after a tag in a list.
// Base64 means the same without it, on several lines too.
std::string without_binary_blocks(std::string_view text) {
  static constexpr std::string_view kBlock = "!!binary |";
  std::string result(text);
  for (size_t at = result.find(kBlock); at != std::string::npos; at = result.find(kBlock, at + 1)) {
    result[at + kBlock.size() - 1] = ' ';
  }
  return result;
}

void parse(std::string_view text, size_t first, Builder& builder) {
  const std::string parsed = without_binary_blocks(text.substr(first));
  TextBuffer buffer(parsed);
  std::istream stream(&buffer);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) throw YamlError{text.size(), "the file is empty"};
    parser.HandleNextDocument(builder);
    builder.check_closed();
    builder.check_keys();
  } catch (const YAML::DeepRecursion& error) {
    throw YamlError{first + static_cast<size_t>(error.mark.pos), "nested too deeply: the limit is about 500 levels",
                    "limit"};
  } catch (const YAML::ParserException& error) {
    const size_t at = error.mark.is_null() ? text.size() : first + static_cast<size_t>(error.mark.pos);
    const size_t offset = std::min(at, text.size());
    check_indentation(text, offset);
    const YamlFault fault = explain_yaml_error(error.msg, {text, offset, builder.open_bracket()});
    throw YamlError{fault.offset, "invalid YAML: " + fault.message};
  }
}

}  // namespace

void read_yaml(Document& document, const Limits& limits) {
  const std::string_view text = document.text();
  const size_t most = std::min(limits.bytes, kMostBytes);
  if (text.size() > most) {
    refuse_file(document.file(), fmt::format("is larger than the limit of {} bytes", most), "limit");
  }
  document.show_source();
  const size_t first = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  try {
    check_characters(text, first);
    Builder builder(document, text, first, limits);
    parse(text, first, builder);
    document.set_root(builder.root());
    document.set_place(&document.root(), {builder.root_offset(), {}});
  } catch (const YamlError& error) {
    throw ModelError({document.at_offset(error.offset, error.message, error.code)});
  }
}

}  // namespace nnsummary
