#include <fmt/format.h>

#include "base/nearest.h"
#include "layers/describe.h"
#include "layers/entry.h"
#include "nnsummary/error.h"
#include "nnsummary/layers.h"

namespace nnsummary {
namespace {

DefaultValue default_value(const Default& fallback) {
  switch (fallback.type) {
    case Default::Type::Bool: return fallback.integer != 0;
    case Default::Type::Int: return fallback.integer;
    case Default::Type::Float: return fallback.real;
    case Default::Type::String: return fallback.string;
    default: return {};
  }
}

LayerInfo info_of(const LayerEntry& entry) {
  LayerInfo result{entry.name, entry.module, to_text(entry.family), entry.doc, {}};
  for (const Arg& arg : entry.args) {
    const bool is_required = arg.fallback.type == Default::Type::Required;
    result.arguments.push_back({arg.name, arg.doc, expected_text(arg), is_required, default_value(arg.fallback)});
  }
  return result;
}

OperationInfo info_of(const OpEntry& op) {
  OperationInfo result{op.name, op.module, op.function, {}};
  for (const OpArg arg : op.args) result.arguments.push_back(arg.name);
  return result;
}

template <typename Info, typename Entry>
std::vector<Info> infos_of(const std::vector<const Entry*>& entries) {
  std::vector<Info> result;
  result.reserve(entries.size());
  for (const Entry* entry : entries) result.push_back(info_of(*entry));
  return result;
}

// Returns the entries of that name. Throws Error if there are none.
template <typename Entry>
std::vector<const Entry*> named(const std::vector<const Entry*>& entries, std::string_view name,
                                std::string_view what) {
  std::vector<const Entry*> result;
  std::vector<std::string_view> names;
  for (const Entry* entry : entries) {
    names.push_back(entry->name);
    if (entry->name == name) result.push_back(entry);
  }
  if (result.empty()) throw Error(fmt::format("no {} is called '{}'{}", what, name, did_you_mean(name, names)));
  return result;
}

}  // namespace

std::vector<LayerInfo> layers() { return infos_of<LayerInfo>(all_layers()); }

std::vector<OperationInfo> operations() { return infos_of<OperationInfo>(all_ops()); }

std::vector<LayerInfo> find_layers(std::string_view name) {
  return infos_of<LayerInfo>(named(all_layers(), name, "layer"));
}

std::vector<OperationInfo> find_operations(std::string_view name) {
  return infos_of<OperationInfo>(named(all_ops(), name, "operation"));
}

}  // namespace nnsummary
