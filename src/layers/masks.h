// Rules for the masks of a layer's outputs, which follow the `compute_mask` methods of Keras's layers.
#pragma once

#include "layers/entry.h"

namespace nnsummary {

// Returns the entry with a rule for masks; an entry without one stops them.
constexpr LayerEntry with_mask(void (*rule)(MaskCall&), LayerEntry entry) {
  entry.mask = rule;
  return entry;
}

// Returns the entry of a layer that takes floats of any dtype.
constexpr LayerEntry without_autocast(LayerEntry entry) {
  entry.autocast = false;
  return entry;
}

// The outputs have the masks of the inputs: a layer that sets `supports_masking`.
void pass_mask(MaskCall& call);
// keras/src/layers/core/embedding.py
void embedding_mask(MaskCall& call);
// keras/src/layers/core/masking.py
void masking_mask(MaskCall& call);
// keras/src/layers/merging/base_merge.py
void merge_mask(MaskCall& call);
// keras/src/layers/merging/concatenate.py
void concatenate_mask(MaskCall& call);
// keras/src/layers/attention/attention.py
void attention_mask(MaskCall& call);
// keras/src/layers/rnn/rnn.py
void recurrent_mask(MaskCall& call);
// keras/src/layers/rnn/bidirectional.py
void bidirectional_mask(MaskCall& call);

}  // namespace nnsummary
