#include "layers/recurrence.h"

namespace nnsummary {

void return_steps(Call& call, const Shape& sequence, const Shape& output, std::vector<Structure<Tensor>> states) {
  // The states of a stateful layer aren't among its weights.
  if (call.flag("stateful") && call.building() && sequence.first().none()) {
    call.fail("a stateful layer needs a fixed batch size, found the shape " + to_text(sequence));
  }
  const Shape all = call.flag("return_sequences") ? output.inserted(1, sequence[1]) : output;
  std::vector<Structure<Tensor>> returned{Tensor{all, call.compute_dtype()}};
  if (!call.flag("return_state")) return call.output_tensors(returned.front());
  returned.insert(returned.end(), states.begin(), states.end());
  call.output_tensors({Structure<Tensor>::Kind::Tuple, std::move(returned)});
}

}  // namespace nnsummary
