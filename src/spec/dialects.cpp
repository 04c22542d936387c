#include "spec/dialects.h"

#include "spec/concise.h"
#include "spec/old_format.h"
#include "spec/tfjs.h"

namespace nnsummary {
namespace {

bool is_concise_spec(const ModelSource& source) { return is_concise(*source.root); }

bool is_tfjs_file(const ModelSource& source) { return is_tfjs(*source.root); }

bool is_old(const ModelSource& source) {
  return !is_keras3_form(*source.root, source.keras_version) && is_old_format(*source.root);
}

bool is_keras1(const ModelSource& source) {
  return is_old(source) && writer_of(*source.root, source.keras_version).era == Era::Keras1;
}

bool is_keras3(const ModelSource& source) {
  const Value* config = source.root->find("config");
  return is_keras3_form(*source.root, source.keras_version) && config && config->is_object() &&
         !source.root->string_of("class_name").empty();
}

bool is_old_for_keras3(const ModelSource& source) { return source.reading.by_keras3() && is_old(source); }

void convert_concise(ModelSource& source, Report& report) {
  source.root = &read_concise(source.document, source.reading.work, report);
  source.writer = Writer();
  source.placeholders = true;
}

void convert_tfjs(ModelSource& source, Report& report) {
  source.root = &tfjs_model(source.document, report);
  source.keras_version = source.root->string_of("keras_version", source.document.keras_version());
  source.tfjs = !is_keras3_form(*source.root, source.keras_version);
  if (source.tfjs) return;
  report.warn(nullptr, {}, "reader",
              "the model was saved by Keras 3, and TensorFlow.js can't load it: it is printed as Keras 3 prints it");
}

Writer writer_of(const ModelSource& source) {
  const Style* reader = source.reading.reader;
  Writer result = writer_of(*source.root, source.keras_version);
  result.tfjs = source.tfjs;
  // A version of Keras 2 reads what an older one wrote. Each version reads its own files.
  const Style& own = style_row_of({"", result.version, result.tensorflow, result.tfjs});
  const bool is_other = reader && reader->name != own.name && reader->last_keras > result.version;
  if (is_other && result.era == Era::Keras2 && !result.tfjs) {
    result.version = reader->last_keras;
    result.tensorflow = reader->last_tensorflow == reader->last_keras;
    result.is_reader = true;
  }
  return result;
}

void upgrade(ModelSource& source, const OldFormat& format, Report& report) {
  if (!source.writer) source.writer = writer_of(source);
  source.root = &upgrade_model(source.document, *source.root, *source.writer, format, report);
  source.keras_version = {};  // the form is that of Keras 3 now
}

void convert_keras1(ModelSource& source, Report& report) {
  constexpr const Upgrade* kUpgrades[] = {&kKeras1To2, &kKeras2To3};
  upgrade(source, {.upgrades = kUpgrades, .keras1_sequential = true}, report);
}

void convert_keras2(ModelSource& source, Report& report) {
  constexpr const Upgrade* kUpgrades[] = {&kKeras2To3};
  upgrade(source, {.upgrades = kUpgrades}, report);
}

void convert_as_keras3(ModelSource& source, Report& report) {
  constexpr const Upgrade* kUpgrades[] = {&kKeras2ReadByKeras3};
  source.writer = Writer{.keras_version = source.keras_version, .is_reader = true};
  upgrade(source, {.upgrades = kUpgrades, .keras3_reader = true}, report);
}

// A row that recognizes a model converts it into a form that a later row recognizes; the last is the form of Keras 3.
// A new dialect is a row here and a file that converts it.
constexpr Dialect kDialects[] = {
    {kConciseSpec, is_concise_spec, convert_concise},
    {"TensorFlow.js", is_tfjs_file, convert_tfjs},
    {"Keras 1 or 2, read by Keras 3", is_old_for_keras3, convert_as_keras3},
    {"Keras 1", is_keras1, convert_keras1},
    {"Keras 2", is_old, convert_keras2},
    {"Keras 3", is_keras3, nullptr},
};

}  // namespace

Keras3Model to_keras3(Document& document, const Reading& reading, Report& report) {
  const Value& root = document.root();
  ModelSource source{document, reading, &root, root.string_of("keras_version", document.keras_version())};
  std::string_view name;
  bool done = false;
  for (const Dialect& dialect : kDialects) {
    if (!dialect.recognizes(source)) continue;
    if (name.empty()) name = dialect.name;
    if (dialect.convert) dialect.convert(source, report);
    done = !dialect.convert;
  }
  if (!done) {
    report.error(source.root, {{}, source.root->string_of("class_name")},
                 "expected a model as Keras's to_json() writes it, an object with 'class_name' and 'config'");
    report.throw_errors();
  }
  if (!source.writer) source.writer = writer_of(source);
  return {*source.root, *source.writer, name, source.placeholders};
}

}  // namespace nnsummary
