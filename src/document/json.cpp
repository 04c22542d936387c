#include <nlohmann/json.hpp>

#include "document/json_scanner.h"
#include "document/value_builder.h"

namespace nnsummary {
namespace {

// The events of nlohmann's reader. They carry no positions; the scanner finds those when an error needs one.
class Events final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Events(ValueBuilder& builder) : builder_(builder) {}

  bool null() override { return scalar(Value()); }
  bool boolean(bool value) override { return scalar(Value::of_bool(value)); }
  bool number_integer(number_integer_t value) override { return scalar(Value::of_int(value)); }
  bool number_unsigned(number_unsigned_t value) override {
    // What exceeds int64 is left to the scanner, which keeps the digits.
    return value <= INT64_MAX && scalar(Value::of_int(static_cast<int64_t>(value)));
  }
  bool number_float(number_float_t value, const string_t& text) override {
    return text.find_first_of(".eE") != string_t::npos && scalar(Value::of_float(value));
  }
  bool string(string_t& value) override {
    builder_.text(value);
    return true;
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(size_t) override { return builder_.begin(); }
  bool key(string_t& value) override {
    builder_.key(value);
    return true;
  }
  bool end_object() override {
    builder_.end_object();
    return true;
  }
  bool start_array(size_t) override { return builder_.begin(); }
  bool end_array() override {
    builder_.end_list();
    return true;
  }
  bool parse_error(size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 private:
  bool scalar(Value value) {
    builder_.scalar(value);
    return true;
  }

  ValueBuilder& builder_;
};

}  // namespace

void read_json(Document& document, const Limits& limits) {
  if (document.text().size() > limits.bytes) {
    throw ModelError({document.at(Severity::Error, nullptr, "the file is larger than any model's description")});
  }
  ValueBuilder builder(document, limits);
  Events events(builder);
  const std::string_view text = document.text();
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &events)) {
    document.set_root(builder.result());
  } else {
    scan_json(document, limits);
  }
}

}  // namespace nnsummary
