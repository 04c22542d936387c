// Arguments of layers as plain data, in one form for every way in which files write them.
#pragma once

#include "infer/state.h"
#include "nnsummary/config_value.h"

namespace nnsummary {

// Returns the arguments of a layer after defaults, in the order of its entry's table, or, for an unknown class, those
// in the file. Equal values have one form: a tuple of two given as `3` is `[3, 3]`, and both "glorot_uniform" and an
// object of that class without arguments are "GlorotUniform".
ConfigValue::Object arguments_of(const LayerState& layer);

// Adds the values, other than tensors, that an operation or layer is called with.
void add_call_values(const LayerState& layer, const Node& node, ConfigValue::Object& arguments);

// Returns a serialized value as plain data. An object of a class becomes {"class_name": …} with its arguments, without
// null ones and seeds, or only the class name if there are no arguments; a function becomes its name.
ConfigValue config_value(const Value& value);

}  // namespace nnsummary
