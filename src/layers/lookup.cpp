#include <fmt/format.h>

#include <algorithm>

#include "layers/common_args.h"
#include "layers/encoding.h"
#include "layers/families.h"

namespace nnsummary {
namespace {

constexpr std::string_view kModes = "int|one_hot|multi_hot|count|tf_idf|binary|tf-idf";
constexpr Rule kAboveOne{.least = 2};

constexpr Arg max_tokens{"max_tokens", Kind::Int, nullptr, kAboveOne, "largest size of the vocabulary"};
constexpr Arg output_mode{"output_mode", Kind::String, "int", one_of(kModes), "encoding of the output"};
constexpr Arg pad_to_max_tokens{
    "pad_to_max_tokens", Kind::Bool, false, {}, "whether to pad the output to the size 'max_tokens'"};
constexpr Arg vocabulary{"vocabulary", Kind::Any, nullptr, {}, "list of tokens, if they aren't learned from data"};
constexpr Arg idf_weights{"idf_weights", Kind::Any, nullptr, {}, "weights of the tokens for 'tf_idf'"};
constexpr Arg sparse{"sparse", Kind::Bool, false, {}, "whether to return a sparse tensor"};
constexpr Arg encoding{"encoding", Kind::String, "utf-8", {}, "encoding of the input strings"};
constexpr Arg vocabulary_size{"vocabulary_size", Kind::Int, nullptr, at_least(0),
                              "size of the vocabulary when the layer was saved"};

constexpr Arg special_tokens[] = {
    {"num_oov_indices", Kind::Int, 1, at_least(0), "number of indices for tokens outside the vocabulary"},
    {"mask_token", Kind::Any, nullptr, {}, "token that stands for padding"},
};
constexpr Arg integer_oov{"oov_token", Kind::Any, -1, {}, "token that stands for tokens outside the vocabulary"};
constexpr Arg text_oov{"oov_token", Kind::Any, "[UNK]", {}, "token that stands for tokens outside the vocabulary"};
constexpr Arg vocabulary_dtype{"vocabulary_dtype", Kind::String, "int64", one_of("int64"), "dtype of the tokens"};
constexpr Arg invert{"invert", Kind::Bool, false, {}, "whether to map indices back to tokens"};
constexpr Arg oov_method{"oov_method", Kind::String, "floormod", one_of("floormod|farmhash"),
                         "how to assign tokens outside the vocabulary to indices"};
constexpr Arg salt{"salt", Kind::Any, nullptr, {}, "salt of the hash, an integer or a list of two"};

constexpr auto integer_lookup_args =
    join(max_tokens, special_tokens, integer_oov, vocabulary, vocabulary_dtype, idf_weights, invert, output_mode,
         sparse, pad_to_max_tokens, oov_method, salt, vocabulary_size);
constexpr auto string_lookup_args =
    join(max_tokens, special_tokens, text_oov, vocabulary, idf_weights, invert, output_mode, pad_to_max_tokens, sparse,
         encoding, salt, oov_method, vocabulary_size);

constexpr Arg splitting[] = {
    {"standardize", Kind::Any, "lower_and_strip_punctuation", {}, "how to standardize strings before they are split"},
    {"split", Kind::Any, "whitespace", {}, "how to split strings; null not to split"},
    {"ngrams", Kind::Tuple, nullptr, {}, "lengths, or the largest length, of the n-grams to make"},
};
constexpr Arg sequence_length{"output_sequence_length", Kind::Int, nullptr, at_least(0),
                              "number of indices per string, by padding or cutting"};
constexpr Arg ragged{"ragged", Kind::Bool, false, {}, "whether to return a ragged tensor"};

constexpr auto text_vectorization_args = join(max_tokens, splitting, output_mode, sequence_length, pad_to_max_tokens,
                                              vocabulary, idf_weights, sparse, ragged, encoding, vocabulary_size);

// Two of the modes have a second name.
std::string_view mode_of(const Arguments& args) {
  const std::string_view mode = args.string("output_mode");
  if (mode == "binary") return "multi_hot";
  return mode == "tf-idf" ? "tf_idf" : mode;
}

const Value* given(const Arguments& args, std::string_view name) {
  const Value* value = args.find(name);
  return value && !value->is_null() ? value : nullptr;
}

bool equal(const Value& a, const Value& b) {
  if (a.is_int() && b.is_int()) return a.integer() == b.integer();
  if (a.is_number() && b.is_number()) return a.number() == b.number();
  return a.is_string() && b.is_string() && a.string() == b.string();
}

// The special tokens that a vocabulary may start with.
struct Special {
  Value mask;  // null where there is none
  Value oov;
  Integer oov_count;
  bool has_mask_index;

  bool masked() const { return has_mask_index && !mask.is_null(); }
  size_t count() const { return static_cast<size_t>(oov_count.get()) + (masked() ? 1 : 0); }
  const Value& operator[](size_t i) const { return masked() && i == 0 ? mask : oov; }
};

Special special_of(const Arguments& args, const Value& oov) {
  const Value* mask = given(args, "mask_token");
  const Value* token = args.find("oov_token");
  return {mask ? *mask : Value(), token ? *token : oov, args.integer("num_oov_indices"), mode_of(args) == "int"};
}

bool begins_with(std::span<const Value> tokens, const Special& special) {
  if (tokens.size() < special.count()) return false;
  for (size_t i = 0; i < special.count(); ++i) {
    if (!equal(tokens[i], special[i])) return false;
  }
  return true;
}

// Returns the vocabulary without its special tokens.
std::span<const Value> tokens_of(const Value& list, const Special& special) {
  const auto items = list.items();
  return begins_with(items, special) ? items.subspan(special.count()) : items;
}

bool has_repeated(std::span<const Value> tokens) {
  std::vector<std::string_view> texts;
  std::vector<double> numbers;
  for (const Value& token : tokens) {
    if (token.is_string()) texts.push_back(token.string());
    if (token.is_number()) numbers.push_back(token.number());
  }
  std::sort(texts.begin(), texts.end());
  std::sort(numbers.begin(), numbers.end());
  return std::adjacent_find(texts.begin(), texts.end()) != texts.end() ||
         std::adjacent_find(numbers.begin(), numbers.end()) != numbers.end();
}

void refuse_among(const Arguments& args, std::span<const Value> tokens, const Value& token, std::string_view what) {
  if (std::any_of(tokens.begin(), tokens.end(), [&token](const Value& item) { return equal(item, token); })) {
    args.fail("vocabulary", fmt::format("the {} token to come first, if it is included", what));
  }
}

// Checks the tokens and the arguments that give their number.
void check_tokens(const Arguments& args, const Value& list, const Special& special, bool inverts) {
  const auto tokens = tokens_of(list, special);
  if (tokens.empty()) args.fail("vocabulary", "at least one token besides the special ones");
  if (has_repeated(tokens)) args.fail("vocabulary", "a list without repeated tokens");
  if (!special.mask.is_null()) refuse_among(args, tokens, special.mask, "mask");
  if (inverts && !special.oov.is_null()) refuse_among(args, tokens, special.oov, "out-of-vocabulary");
  const auto size = static_cast<int64_t>(special.count() + tokens.size());
  if (!args.is_null("max_tokens") && size > args.integer("max_tokens")) {
    args.fail("max_tokens", fmt::format("at least {}, the size of the vocabulary with its special tokens", size));
  }
  const bool fixed = mode_of(args) != "int" && !args.flag("pad_to_max_tokens");
  if (fixed && given(args, "vocabulary_size") && args.integer("vocabulary_size") != size) {
    args.fail("vocabulary_size", fmt::format("{}, the size of the vocabulary with its special tokens", size));
  }
}

void check_weights(const Arguments& args, const Value* tokens) {
  const Value* weights = given(args, "idf_weights");
  const bool uses = mode_of(args) == "tf_idf";
  if (weights && !uses) args.fail("idf_weights", "null where 'output_mode' isn't 'tf_idf'");
  if (!uses || !tokens) return;
  const size_t count = tokens->items().size();
  const auto is_number = [](const Value& item) { return item.is_number(); };
  if (!weights || !weights->is_list() || weights->items().size() != count ||
      !std::all_of(weights->items().begin(), weights->items().end(), is_number)) {
    args.fail("idf_weights", fmt::format("a list of {} numbers, one for each token of 'vocabulary'", count));
  }
}

// Checks the arguments that all three layers have.
void check_vocabulary(const Arguments& args, const Special& special, bool inverts) {
  check_sparse(args);
  if (args.flag("pad_to_max_tokens") && args.is_null("max_tokens")) {
    args.fail("max_tokens", "an integer where 'pad_to_max_tokens' is true");
  }
  const Value* tokens = given(args, "vocabulary");
  if (tokens && !tokens->is_list()) args.fail("vocabulary", "a list of tokens");
  check_weights(args, tokens);
  if (tokens) check_tokens(args, *tokens, special, inverts);
}

// Every token, including the mask token, must be of the vocabulary's type. In a list with strings, numbers become
// strings.
void check_type(const Arguments& args, bool (Value::*is_type)() const, std::string_view expected) {
  const Value* mask = given(args, "mask_token");
  if (mask && !(mask->*is_type)()) args.fail("mask_token", expected);
  const Value* tokens = given(args, "vocabulary");
  if (!tokens || !tokens->is_list()) return;
  const auto matches = [is_type](const Value& token) { return (token.*is_type)(); };
  const auto is_simple = [](const Value& token) { return token.is_string() || token.is_number(); };
  const auto items = tokens->items();
  const bool numbers = is_type == &Value::is_number;
  const bool fits = numbers ? std::all_of(items.begin(), items.end(), matches)
                            : items.empty() || std::any_of(items.begin(), items.end(), matches);
  if (!fits || !std::all_of(items.begin(), items.end(), is_simple)) {
    args.fail("vocabulary", numbers ? "a list of integers" : "a list of strings");
  }
}

void check_lookup(const Arguments& args, const Special& special) {
  if (args.flag("invert") && mode_of(args) != "int") {
    args.fail("output_mode", "'int' where 'invert' is true");
  }
  check_salt(args);
  check_vocabulary(args, special, args.flag("invert"));
}

constexpr Value kTextOov = Value::of_string("[UNK]");
constexpr Value kIntegerOov = Value::of_int(-1);

void check_integer_lookup(const Arguments& args) {
  if (given(args, "salt") && args.string("oov_method") != "farmhash") {
    args.fail("salt", "null where 'oov_method' isn't 'farmhash'");
  }
  check_type(args, &Value::is_number, "an integer");
  check_lookup(args, special_of(args, kIntegerOov));
}

void check_string_lookup(const Arguments& args) {
  check_type(args, &Value::is_string, "a string");
  check_lookup(args, special_of(args, kTextOov));
}

Special text_special(const Arguments& args) { return {Value::of_string(""), kTextOov, 1, mode_of(args) == "int"}; }

// Checks an argument that is one of `words`, a function or null.
void check_step(const Arguments& args, std::string_view name, std::initializer_list<std::string_view> words) {
  const Value* step = given(args, name);
  if (!step || step->is_object()) return;
  if (step->is_string() && std::find(words.begin(), words.end(), step->string()) != words.end()) return;
  args.fail(name, fmt::format("one of '{}', or null", fmt::join(words, "', '")));
}

void check_text_vectorization(const Arguments& args) {
  check_step(args, "standardize", {"lower_and_strip_punctuation", "lower", "strip_punctuation"});
  check_step(args, "split", {"whitespace", "character"});
  if (mode_of(args) != "int") {
    if (given(args, "output_sequence_length")) {
      args.fail("output_sequence_length", "null where 'output_mode' isn't 'int'");
    }
    if (args.flag("ragged")) args.fail("ragged", "false where 'output_mode' isn't 'int'");
  }
  check_vocabulary(args, text_special(args), false);
}

// Returns the length of the output vectors, None while the vocabulary isn't learned yet.
Dim depth(const Arguments& args, const Special& special) {
  if (args.flag("pad_to_max_tokens")) return args.integer("max_tokens");
  if (const Value* tokens = given(args, "vocabulary")) {
    return static_cast<int64_t>(special.count() + tokens_of(*tokens, special).size());
  }
  return given(args, "vocabulary_size") ? Dim(args.integer("vocabulary_size")) : Dim();
}

// Encodings have Keras's default float dtype, whatever the layer's is.
Tensor encoded(const Call& call, const Shape& in, const Special& special) {
  const std::string_view mode = mode_of(call.args());
  if (mode == "int") return {in, DType::Int64};
  const Dim size = depth(call.args(), special);
  return {mode == "one_hot" ? one_hot(in, size) : multi_hot(in, size), DType::Float32};
}

void integer_lookup(Call& call) {
  call.output_tensors(encoded(call, call.input(), special_of(call.args(), kIntegerOov)));
}

void string_lookup(Call& call) { call.output_tensors(encoded(call, call.input(), special_of(call.args(), kTextOov))); }

// Splitting a string adds an axis of tokens.
void text_vectorization(Call& call) {
  const Arguments& args = call.args();
  if (mode_of(args) == "int") {
    const Value* length = given(args, "output_sequence_length");
    const Shape in = call.input({.min_rank = 1});
    return call.output_tensors(Tensor{{in.first(), length ? Dim(length->integer()) : Dim()}, DType::Int64});
  }
  Shape tokens = call.input();
  const bool alone = tokens.rank() > 1 && call.era() != Era::Keras3;  // Keras 2 removed the axis of the strings
  if (!args.is_null("split") && alone) {
    tokens = tokens.with_last(Dim());
  } else if (!args.is_null("split")) {
    tokens.append(Dim());
  } else if (tokens.rank() <= 1) {
    tokens.append(1);
  }
  call.output_tensors(encoded(call, tokens, text_special(args)));
}

constexpr std::string_view kModule = "keras.layers";
constexpr Family kFamily = Family::Preprocessing;

constexpr LayerEntry kLayers[] = {
    {"IntegerLookup", kModule, kFamily, "maps integers to indices of a vocabulary", integer_lookup_args, one_input,
     integer_lookup, check_integer_lookup},
    {"StringLookup", kModule, kFamily, "maps strings to indices of a vocabulary", string_lookup_args, one_input,
     string_lookup, check_string_lookup},
    {"TextVectorization",
     kModule,
     kFamily,
     "splits strings into tokens and maps these to indices of a vocabulary",
     text_vectorization_args,
     one_input,
     text_vectorization,
     check_text_vectorization,
     Build::OnCall,
     {},
     "StringLookup"},
};

}  // namespace

std::span<const LayerEntry> lookup_layers() { return kLayers; }

}  // namespace nnsummary
