// Which Keras wrote a file: what its rules and its defaults follow from.
#pragma once

#include <string_view>

#include "document/document.h"

namespace nnsummary {

// Whose rules and defaults hold for the file.
enum class Era : uint8_t { Keras1, Keras2, Keras3 };

struct Writer {
  Era era = Era::Keras3;
  std::string_view keras_version{};  // as the file has it; empty where it doesn't say
  int version = 0;                   // the same as a number: 2.0.4 is 20004
  bool channels_first = false;       // where a layer of Keras 1 doesn't say: as the model's others are
  bool tfjs = false;                 // the file is one of TensorFlow.js
  bool tensorflow = false;           // tf.keras or tf_keras, not the package that also knew Theano

  bool as_keras3 = false;  // an old file, taken as Keras 3's own reader of such takes it

  bool before(int other) const { return era != Era::Keras3 && version < other; }
};

// From the version that the file names; where that is empty, from what only one of them writes.
Writer writer_of(const Value& root, std::string_view version);

// True where the file is in the form of Keras 3 as it is, and needs no conversion.
bool is_keras3_form(const Value& root, std::string_view version);

}  // namespace nnsummary
