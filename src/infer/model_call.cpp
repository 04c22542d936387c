// Calls of a nested model as a layer.
#include "base/structures.h"
#include "infer/model_walk.h"

namespace nnsummary {

Structure<Tensor> ModelWalk::call(const Structure<Tensor>& inputs, std::string_view name, Macs& macs) {
  if (!model_.built) {
    if (inputs.kind != Structure<Tensor>::Kind::Leaf) throw UnknownResult{};
    build_sequential(inputs.leaf.shape);
    store_results();
    results_.assign(model_.layers.size(), {});
    clear_macs(model_);  // building isn't a call
  }
  if (!walk_.options().count_macs && is_own_input(flatten(inputs))) {
    uses_stored_ = true;
    return outputs();
  }
  const std::vector<Tensor> given = checked_inputs(inputs, name);
  std::string key;
  for (const Tensor& tensor : given) key += to_text(tensor.shape);
  auto known = model_.calls.find(key);
  if (known == model_.calls.end()) known = model_.calls.emplace(std::move(key), call_anew(given)).first;
  const ModelCall& call = known->second;
  if (walk_.options().count_macs) add_all(call.added, walk_.times(), model_);
  macs.add(call.macs);
  return call.result;
}

// Calls the layers, and leaves their multiply-adds as they were.
ModelCall ModelWalk::call_anew(const std::vector<Tensor>& inputs) {
  ModelCall result;
  const std::vector<Macs> before = take_all(model_);
  for (size_t i = 0; i < inputs.size(); ++i) set_result({graph_.inputs[i].operation, 0}, inputs[i]);
  const Walk::Once once(walk_);
  call_all(result.macs);
  result.result = outputs();
  result.added = take_all(model_);
  add_all(before, 1, model_);
  return result;
}

}  // namespace nnsummary
