#include "base/structures.h"
#include "layers/call.h"
#include "layers/entry.h"
#include "layers/families.h"

namespace nnsummary {
namespace {

constexpr Arg custom_args[] = {
    {"output_shape", Kind::Shape, nullptr, {}, "output shape without the batch axis"},
    {"params", Kind::Int, nullptr, at_least(0), "number of parameters"},
};

void custom(Call& call) {
  const std::vector<Tensor> inputs = flatten(call.inputs());
  if (!call.is_null("params") && call.integer("params") > 0) call.weight("weights", {call.dim("params")});
  call.macs({Dim()});  // not known
  const Value* given = call.args().find("output_shape");
  if (!given || given->is_null() || inputs.empty() || inputs.front().shape.rank() == 0) return;
  Shape shape{inputs.front().shape.first()};
  for (const Value& size : given->items()) shape.append(size.is_int() ? Dim(size.integer()) : Dim());
  call.output(shape);
}

constexpr LayerEntry kCustom{"custom",    "custom",   Family::Core, "a custom class, as a spec describes it",
                             custom_args, input_list, custom};

}  // namespace

const LayerEntry& custom_layer() { return kCustom; }

}  // namespace nnsummary
