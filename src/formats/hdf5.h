#pragma once

#include "formats/model_file.h"

namespace nnsummary {

// What model.save('model.h5') writes, and files of weights alone: .weights.h5 in either of Keras's layouts.
bool sniff_hdf5(std::string_view beginning);
ModelFile read_hdf5(Source&& source);

}  // namespace nnsummary
