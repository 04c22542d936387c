#include <algorithm>

#include "infer/state.h"

namespace nnsummary {

void Macs::add(const Macs& other, Dim times) {
  // Zero stays zero, even if the number of repetitions isn't known.
  if (other.sum_ == Count(0)) return;
  if (!other.sum_ || !times.known() || times.value() < 0) return add_unknown();
  if (sum_) *sum_ += *other.sum_ * static_cast<uint64_t>(times.value());
  for (std::vector<Dim> product : other.products_) {
    if (!(times == Dim(1))) product.insert(product.begin(), times);
    products_.push_back(std::move(product));
  }
}

void clear_macs(LayerState& layer) {
  layer.macs.clear();
  for (Child& child : layer.children) clear_macs(*child.layer);
  if (layer.model) clear_macs(*layer.model);
}

void clear_macs(ModelState& model) {
  for (LayerState& layer : model.layers) clear_macs(layer);
}

namespace {

void add_macs(const LayerState& from, LayerState& to) {
  to.macs.add(from.macs);
  for (size_t i = 0; i < std::min(from.children.size(), to.children.size()); ++i) {
    add_macs(*from.children[i].layer, *to.children[i].layer);
  }
  if (from.model && to.model) add_macs(*from.model, *to.model);
}

}  // namespace

void add_macs(const ModelState& from, ModelState& to) {
  for (size_t i = 0; i < from.layers.size(); ++i) add_macs(from.layers[i], to.layers[i]);
}

}  // namespace nnsummary
