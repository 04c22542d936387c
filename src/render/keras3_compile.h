// The settings of compile() in the form that Keras 3's model_from_json() loads.
#pragma once

#include "base/json_writer.h"
#include "document/value.h"

namespace nnsummary {

// Writes the training configuration of an .h5 file of Keras 3, whose objects don't name their modules.
void write_training(JsonWriter& json, const Value& training);

// Writes the settings of compile() in a file of an older Keras. Arguments that Keras 3 has removed are left out.
void write_old_compile(JsonWriter& json, const Value& settings);

}  // namespace nnsummary
