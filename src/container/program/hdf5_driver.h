#pragma once

#include <hdf5.h>

#include "container/program/bytes.h"

namespace nnsummary::container {

// Opens the HDF5 file that the bytes are, wherever they are; a negative number where they aren't one. The bytes must
// outlive it.
hid_t open_hdf5(Bytes& bytes);

}  // namespace nnsummary::container
