#pragma once

#include "formats/model_file.h"

namespace nnsummary {

// HDF5 files: what model.save('model.h5') writes, and files with weights only (.weights.h5) in both of Keras's layouts.
bool sniff_hdf5(std::string_view beginning);
ModelFile read_hdf5(Source&& source);

}  // namespace nnsummary
