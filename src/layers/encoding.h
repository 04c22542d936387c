// What the layers that turn categories into vectors share: where the axis of the categories goes.
#pragma once

#include "layers/call.h"

namespace nnsummary {

// One vector for each category: a last axis of size 1, unless it is the only one, makes room for it.
inline Shape one_hot(const Shape& in, Dim depth) {
  if (in.rank() > 1 && in.last() == Dim(1)) return in.with_last(depth);
  return in.inserted(in.rank(), depth);
}

// One vector for all the categories along the last axis.
inline Shape multi_hot(const Shape& in, Dim depth) { return in.rank() == 0 ? Shape{depth} : in.with_last(depth); }

// Refuses a salt that is neither an integer nor two values.
inline void check_salt(const Arguments& args) {
  const Value* salt = args.find("salt");
  if (!salt || salt->is_null() || salt->is_int()) return;
  if (!salt->is_list() || salt->items().size() != 2) args.fail("salt", "an integer or a list of two");
}

// Refuses a sparse result of indices.
inline void check_sparse(const Arguments& args) {
  if (args.flag("sparse") && args.text("output_mode") == "int") {
    args.fail("sparse", "false where 'output_mode' is 'int'");
  }
}

}  // namespace nnsummary
