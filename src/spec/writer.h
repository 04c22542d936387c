// The Keras version that wrote a file. Rules and defaults depend on it.
#pragma once

#include <string_view>

#include "document/document.h"

namespace nnsummary {

// The generation of Keras whose rules and defaults hold for a file.
enum class Era : uint8_t { Keras1, Keras2, Keras3 };

struct Writer {
  Era era = Era::Keras3;
  std::string_view keras_version{};  // as the file has it; empty if it has none
  int version = 0;                   // keras_version as a number: 20004 for 2.0.4
  bool channels_first = false;       // default of Keras 1's layers, taken from the model's others
  bool tfjs = false;                 // the file was written for TensorFlow.js
  bool tensorflow = false;           // tf.keras or tf_keras, not the multi-backend keras

  // A newer version reads the file than the one that wrote it: the other members are the reader's.
  bool is_reader = false;

  bool before(int other) const { return era != Era::Keras3 && version < other; }
};

// Returns the writer by the version in the file or, if that is empty, by features that only one generation has.
Writer writer_of(const Value& root, std::string_view version);

// Returns true if the model is in the form of Keras 3 and needs no conversion.
bool is_keras3_form(const Value& root, std::string_view version);

}  // namespace nnsummary
