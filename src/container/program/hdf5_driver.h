#pragma once

#include <hdf5.h>

#include "container/program/bytes.h"

namespace nnsummary::container {

// Opens an HDF5 file and returns its identifier, which is negative if the bytes are no such file. The bytes must
// outlive it.
hid_t open_hdf5(Bytes& bytes);

}  // namespace nnsummary::container
