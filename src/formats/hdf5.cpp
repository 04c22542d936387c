#include "formats/hdf5.h"

#include <algorithm>

#include "container/container.h"
#include "document/report.h"
#include "formats/stored_tree.h"

namespace nnsummary {
namespace {

constexpr std::string_view kMagic = "\x89HDF\r\n\x1a\n";
constexpr std::string_view kModelWeights = "model_weights";

// Returns the document in an attribute of the root group; null if there is none.
std::unique_ptr<Document> document_in(const Source& source, const ObjectList& list, std::string_view attribute) {
  const std::string_view text = list.attribute("", attribute);
  if (text.empty()) return nullptr;
  auto result = std::make_unique<Document>(source.name + "/" + std::string(attribute), std::string(text));
  read_json(*result);
  return result;
}

bool is_by_object(const ObjectList& list) {
  const auto objects = list.objects().items();
  return std::any_of(objects.begin(), objects.end(), [](const Value& object) {
    const std::string_view path = object.string_of("path");
    return path == "vars" || path.ends_with("/vars") || path.ends_with("\\vars");
  });
}

std::shared_ptr<const StoredWeights> weights_of(const ObjectList& list) {
  if (list.has_attribute(kModelWeights, "layer_names")) return weights_by_layer(list, kModelWeights);
  if (list.has_attribute("", "layer_names")) return weights_by_layer(list, "");
  return is_by_object(list) ? weights_by_object(list) : nullptr;
}

}  // namespace

bool sniff_hdf5(std::string_view beginning) { return beginning.starts_with(kMagic); }

ModelFile read_hdf5(Source&& source) {
  const auto record = read_container({source.name, source.bytes, source.input, source.options});
  const ObjectList list(*record);
  ModelFile result;
  result.stored = weights_of(list);
  result.document = document_in(source, list, "model_config");
  if (!result.document && !result.stored) {
    refuse_file(source.name,
                "found an HDF5 file that Keras did not write: expected a model in the attribute 'model_config', or a "
                "model's weights");
  }
  if (!result.document) result.document = std::make_unique<Document>(source.name, "");
  result.training = document_in(source, list, "training_config");
  const std::string_view version = list.attribute("", "keras_version");
  result.document->set_keras_version(version.empty() ? list.attribute(kModelWeights, "keras_version") : version);
  result.notes = notes_of(record->root());
  return result;
}

}  // namespace nnsummary
