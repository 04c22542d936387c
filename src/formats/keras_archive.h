#pragma once

#include "formats/model_file.h"

namespace nnsummary {

// .keras files, which model.save('model.keras') writes: zip archives of config.json, metadata.json and
// model.weights.h5.
bool sniff_keras_archive(std::string_view beginning);
ModelFile read_keras_archive(Source&& source);

}  // namespace nnsummary
