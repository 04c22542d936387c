#pragma once

#include "formats/model_file.h"

namespace nnsummary {

// What model.save('model.keras') writes: a zip archive of config.json, metadata.json and model.weights.h5.
bool sniff_keras_archive(std::string_view beginning);
ModelFile read_keras_archive(Source&& source);

}  // namespace nnsummary
