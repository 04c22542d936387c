// The arguments of layers as plain data, in one form however the file writes them.
#pragma once

#include "infer/state.h"
#include "nnsummary/config_value.h"

namespace nnsummary {

// The arguments of a layer after defaults, in the order of its entry's table; of an unknown class, those in the file.
// Values that mean the same are the same: `3` is `[3, 3]` for a tuple of two, "glorot_uniform" and an object of that
// class without arguments are "GlorotUniform".
ConfigValue::Object arguments_of(const LayerState& layer);

// The values that an operation or layer is called with beside its tensors.
void add_call_values(const LayerState& layer, const Node& node, ConfigValue::Object& arguments);

// A serialized value: an object of a class is {"class_name": …, and its arguments but null ones and seeds}, or its class
// name alone if there are none, a function is its name.
ConfigValue config_value(const Value& value);

}  // namespace nnsummary
