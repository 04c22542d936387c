#include "ops/families.h"

namespace nnsummary {
namespace {

using FamilyTable = std::span<const OpEntry> (*)();
constexpr FamilyTable kFamilies[] = {elementwise_ops, reduction_ops, shaping_ops, joining_ops,
                                     indexing_ops,    product_ops,   pattern_ops, linalg_ops,
                                     signal_ops,      nn_ops,        image_ops};

}  // namespace

const OpEntry* find_op(std::string_view class_name, std::string_view module) {
  for (const OpEntry& op : tensorflow_ops()) {
    if (op.name == class_name && op.module == module) return &op;
  }
  for (const FamilyTable table : kFamilies) {
    for (const OpEntry& op : table()) {
      if (op.name == class_name && (module.empty() || op.module == module)) return &op;
    }
  }
  return nullptr;
}

const OpEntry* find_op_of(std::string_view function) {
  for (const FamilyTable table : kFamilies) {
    for (const OpEntry& op : table()) {
      if (op.function == function) return &op;
    }
  }
  return nullptr;
}

std::vector<const OpEntry*> all_ops() {
  std::vector<const OpEntry*> result;
  for (const FamilyTable table : kFamilies) {
    for (const OpEntry& op : table()) result.push_back(&op);
  }
  return result;
}

}  // namespace nnsummary
