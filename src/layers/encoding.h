// Output shapes and checks that the layers that encode categories share.
#pragma once

#include "layers/call.h"

namespace nnsummary {

// Returns the shape of one vector per category. A last axis of size 1 is replaced, unless it is the only axis.
inline Shape one_hot(const Shape& in, Dim depth) {
  if (in.rank() > 1 && in.last() == Dim(1)) return in.with_last(depth);
  return in.inserted(in.rank(), depth);
}

// Returns the shape of one vector for all categories along the last axis.
inline Shape multi_hot(const Shape& in, Dim depth) { return in.rank() == 0 ? Shape{depth} : in.with_last(depth); }

// Throws LayerError for a salt that is neither an integer nor a list of two values.
inline void check_salt(const Arguments& args) {
  const Value* salt = args.find("salt");
  if (!salt || salt->is_null() || salt->is_int()) return;
  if (!salt->is_list() || salt->items().size() != 2) args.fail("salt", "an integer or a list of two integers");
}

// Throws LayerError for a sparse output of indices.
inline void check_sparse(const Arguments& args) {
  if (args.flag("sparse") && args.string("output_mode") == "int") {
    args.fail("sparse", "false where 'output_mode' is 'int'");
  }
}

}  // namespace nnsummary
