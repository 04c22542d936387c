#include <fmt/format.h>

#include <algorithm>

#include "spec/concise_graph.h"
#include "spec/masks.h"

namespace nnsummary {
namespace {

constexpr std::string_view kModelKeys[] = {"model", "input", "inputs", "layers", "output"};
constexpr std::string_view kNestedKeys[] = {"model", "input", "inputs", "layers", "output",
                                            "name",  "from",  "with",   "repeat"};
constexpr std::string_view kInputKeys[] = {"shape", "batch", "dtype", "name"};

bool is_graph_entry(const Value& entry) {
  if (entry.is_string()) return entry.string().starts_with("ops.");
  const auto members = entry.members();
  return std::any_of(members.begin(), members.end(), [](const Member& member) {
    return member.key == "call" || member.key.starts_with("ops.") || member.value.find("from") ||
           member.value.find("with");
  });
}

bool is_graph(const Value& spec) {
  if (spec.find("inputs") || spec.find("output")) return true;
  const Value* layers = spec.find("layers");
  return layers && std::any_of(layers->items().begin(), layers->items().end(), is_graph_entry);
}

}  // namespace

bool is_sizes(const Value& value) {
  const auto is_size = [](const Value& item) { return item.is_null() || (item.is_int() && item.integer() >= 0); };
  return value.is_list() && std::all_of(value.items().begin(), value.items().end(), is_size);
}

bool is_concise(const Value& root) {
  if (root.find("class_name")) return false;
  return std::any_of(std::begin(kModelKeys), std::end(kModelKeys),
                     [&](std::string_view key) { return root.find(key); });
}

const Value& read_concise(Document& document, double work, Report& report) {
  document.show_source();
  ConciseReader reader(document, work, report);
  const ConcisePart part = reader.model(document.root(), {}, document.root().find("model"), 0);
  return make_root(document, part.value, document.root());
}

ConcisePart ConciseReader::model(const Value& spec, std::string_view kind, const Value* name, int depth) {
  const bool nested = !kind.empty();
  check_keys(spec, nested ? std::span<const std::string_view>(kNestedKeys) : kModelKeys, "a model");
  const Value* layers = spec.find("layers");
  if (!layers || !layers->is_list()) {
    report_.error(layers ? layers : &spec, {}, "expected a model to have a list 'layers'");
    report_.throw_errors();
  }
  if (name && !name->is_string()) {
    report_.error(name, {}, fmt::format("expected the model's name to be a string, found {}", describe(*name)));
    name = nullptr;
  }
  const bool functional = kind == "Functional" || is_graph(spec);
  const std::string_view called = name ? name->string() : functional ? "functional" : "sequential";
  if (!functional) return sequential(spec, called, depth);
  ConcisePart part;
  part.is_model = part.is_functional = true;
  part.name = called;
  part.value = make_object(document_, {{"module", Value::of_string("keras.src.models.functional")},
                                       {"class_name", Value::of_string("Functional")},
                                       {"config", ConciseGraph(*this, called, depth).read(spec), &spec},
                                       {"registered_name", Value::of_string("Functional")}});
  return part;
}

ConcisePart ConciseReader::sequential(const Value& spec, std::string_view name, int depth) {
  ConcisePart part;
  part.is_model = true;
  part.name = name;
  ListDraft layers;
  SequentialMasks masks(document_);
  const Value* input_spec = spec.find("input");
  if (input_spec) {
    const ConcisePart made = input(*input_spec, {}, input_spec);
    masks.add_input(made.value, made.name);
    layers.push_back({made.value, input_spec});
  }
  for (const Value& value : spec.find("layers")->items()) {
    const auto read = entry(value);
    if (!read) {
      layers.push_back({placeholder(), &value});
      continue;
    }
    repeat(*read, [&](int64_t i) {
      ConcisePart made = layer(*read, i, depth);
      layers.push_back({made.value, &value});
      masks.add(made.value, made.name);
      // A Sequential with an input is built layer by layer, any other all at once when it is called.
      if (input_spec) {
        build(made);
      } else {
        part.unnamed.insert(part.unnamed.end(), made.unnamed.begin(), made.unnamed.end());
      }
    });
  }
  if (input_spec) {
    masks.skip_rebuilt(names_);
  } else {
    part.unnamed.insert(part.unnamed.end(), masks.made().begin(), masks.made().end());
  }
  part.value =
      make_object(document_, {{"module", Value::of_string("keras")},
                              {"class_name", Value::of_string("Sequential")},
                              {"config",
                               make_object(document_, {{"name", make_string(document_, name)},
                                                       {"trainable", Value::of_bool(true)},
                                                       {"layers", make_list(document_, layers), spec.find("layers")}}),
                               &spec},
                              {"registered_name", Value()}});
  return part;
}

// Returns a layer that takes the place of a faulty entry, so that the entries after it are checked without
// consequences of that.
Value ConciseReader::placeholder() {
  return make_object(document_,
                     {{"module", Value::of_string("faulty")},
                      {"class_name", Value::of_string("?")},
                      {"config", make_object(document_, {{"name", make_string(document_, names_.next("?"))}})},
                      {"registered_name", Value()}});
}

ConcisePart ConciseReader::input(const Value& spec, std::string_view key, const Value* original) {
  const Value* shape = &spec;
  const Value* batch = nullptr;
  const Value* dtype = nullptr;
  Value name = key.empty() ? Value() : Value::of_string(key);
  if (spec.is_object()) {
    check_keys(spec, kInputKeys, "an input");
    shape = spec.find("shape");
    batch = spec.find("batch");
    dtype = spec.find("dtype");
    if (const Value* given = spec.find("name")) name = *given;
  }
  if (!name.is_string()) {
    if (!name.is_null())
      report_.error(original, {}, fmt::format("expected 'name' to be a string, found {}", describe(name)));
    name = make_string(document_, names_.next("InputLayer"));
  }
  ListDraft sizes{{batch ? *batch : Value(), batch}};
  if (batch && !batch->is_null() && !(batch->is_int() && batch->integer() > 0)) {
    report_.error(batch, {}, fmt::format("expected 'batch' to be a positive integer, found {}", describe(*batch)));
    sizes[0] = {};
  }
  if (!shape || !is_sizes(*shape)) {
    report_.error(shape ? shape : original, {},
                  fmt::format("expected the shape of an input without its batch, as [28, 28, 1], with null for what "
                              "isn't known{}",
                              shape ? ", found " + describe(*shape) : ""));
  } else {
    for (const Value& size : shape->items()) sizes.push_back({size, &size});
  }
  ConcisePart part;
  part.name = name.string();
  part.entry = find_layer("InputLayer");
  part.value = make_object(
      document_,
      {{"module", Value::of_string("keras.layers")},
       {"class_name", Value::of_string("InputLayer")},
       {"config",
        make_object(document_, {{"batch_shape", make_list(document_, sizes), shape ? shape : original},
                                {"dtype", dtype && !dtype->is_null() ? *dtype : Value::of_string("float32"), dtype},
                                {"sparse", Value::of_bool(false)},
                                {"name", name}}),
        original},
       {"registered_name", Value()}});
  return part;
}

}  // namespace nnsummary
