#include <algorithm>
#include <utility>

#include "infer/state.h"

namespace nnsummary {

void Macs::add(const Macs& other, Dim times) {
  // Zero stays zero, even if the number of repetitions isn't known.
  if (other.sum_ == Count(0)) return;
  if (!other.sum_ || !times.known() || times.value() < 0) return add_unknown();
  if (sum_) *sum_ += *other.sum_ * static_cast<uint64_t>(times.value().get());
  for (Product product : other.products_) {
    if (!(times == Dim(1))) product.factors.insert(product.factors.begin(), times);
    add(std::move(product));
  }
}

// A product that is added again, with the same expressions, is only counted: calls of nested models multiply it.
void Macs::add(Product product) {
  const auto is_same = [](Dim a, Dim b) { return a == b && a.expr() == b.expr(); };
  const auto same = std::find_if(products_.begin(), products_.end(), [&](const Product& other) {
    return std::equal(product.factors.begin(), product.factors.end(), other.factors.begin(), other.factors.end(),
                      is_same);
  });
  if (same == products_.end()) {
    products_.push_back(std::move(product));
  } else {
    same->times += product.times;
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

void list_macs(ModelState& model, std::vector<Macs*>& result);

void list_macs(LayerState& layer, std::vector<Macs*>& result) {
  result.push_back(&layer.macs);
  for (Child& child : layer.children) list_macs(*child.layer, result);
  if (layer.model) list_macs(*layer.model, result);
}

void list_macs(ModelState& model, std::vector<Macs*>& result) {
  for (LayerState& layer : model.layers) list_macs(layer, result);
}

}  // namespace

std::vector<Macs> take_all(ModelState& model) {
  std::vector<Macs*> all;
  list_macs(model, all);
  std::vector<Macs> result;
  for (Macs* macs : all) result.push_back(std::exchange(*macs, Macs()));
  return result;
}

void add_all(const std::vector<Macs>& taken, Dim times, ModelState& model) {
  std::vector<Macs*> all;
  list_macs(model, all);
  // A layer that was made since then hides which is which.
  const bool same = all.size() == taken.size();
  for (size_t i = 0; i < all.size(); ++i) same ? all[i]->add(taken[i], times) : all[i]->add_unknown();
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
