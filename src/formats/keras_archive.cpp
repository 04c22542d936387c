#include "formats/keras_archive.h"

#include <algorithm>

#include "container/container.h"
#include "document/report.h"
#include "formats/stored_tree.h"

namespace nnsummary {
namespace {

constexpr std::string_view kMagic = "PK\x03\x04";

// Describes an archive that isn't a .keras file: what it is, and what to do.
std::string describe_archive(const Value& members) {
  const auto holds = [&members](std::string_view ending) {
    const auto items = members.items();
    return std::any_of(items.begin(), items.end(),
                       [ending](const Value& member) { return member.string_of("name").ends_with(ending); });
  };
  if (holds("data.pkl"))
    return "found a PyTorch checkpoint: only Keras models can be read, as model.save('model.keras') writes them";
  if (holds("saved_model.pb")) {
    return "found a packed TensorFlow SavedModel: load it where it was made, and save it with "
           "model.save('model.keras')";
  }
  if (holds(".npy")) return "found NumPy arrays, which do not describe a model: save it with model.save('model.keras')";
  return "found a zip archive without 'config.json'";
}

// Returns the size of the members in folders, such as the vocabularies under assets/.
uint64_t other_bytes(const Value& members) {
  uint64_t result = 0;
  for (const Value& member : members.items()) {
    const Value* bytes = member.find("bytes");
    const bool is_other = member.string_of("name").find('/') != std::string_view::npos;
    if (is_other && bytes && bytes->is_int()) result += static_cast<uint64_t>(bytes->integer().get());
  }
  return result;
}

std::string version_in(const Value* metadata) {
  if (!metadata) return "";
  Document document("metadata.json", std::string(metadata->string()));
  try {
    read_json(document);
  } catch (const ModelError&) {
    return "";  // the model doesn't depend on it
  }
  return std::string(document.root().string_of("keras_version"));
}

}  // namespace

bool sniff_keras_archive(std::string_view beginning) { return beginning.starts_with(kMagic); }

ModelFile read_keras_archive(Source&& source) {
  const auto record = read_container({source.name, source.bytes, source.input, source.options});
  const Value& root = record->root();
  const Value none;
  const Value& members = root.find("members") ? *root.find("members") : none;
  const Value* texts = root.find("texts");
  const Value* config = texts ? texts->find("config.json") : nullptr;
  if (!config || !config->is_string()) refuse_file(source.name, "expected a .keras file; " + describe_archive(members));

  ModelFile result;
  result.document = std::make_unique<Document>(source.name + "/config.json", std::string(config->string()));
  result.document->set_keras_version(version_in(texts->find("metadata.json")));
  read_json(*result.document);
  result.notes = notes_of(root);
  if (root.find("objects")) {
    const auto stored = weights_by_object(ObjectList(*record));
    const std::string& version = result.document->keras_version();
    // Keras 2.12 and 2.13 counted every layer twice.
    if (version.starts_with("2.12") || version.starts_with("2.13")) stored->group_step = 2;
    stored->other_bytes = other_bytes(members);
    result.stored = stored;
  }
  return result;
}

}  // namespace nnsummary
