#include <algorithm>

#include "base/alternatives.h"
#include "spec/tf_ops.h"
#include "spec/upgrade.h"

namespace nnsummary {
namespace {

constexpr std::string_view kRecurrent = "SimpleRNN|GRU|LSTM|RNN|ConvLSTM1D|ConvLSTM2D|ConvLSTM3D|Bidirectional";

// A call with states was written as one list: [sequence, state, …, constant, …].
void take_states(LayerDraft& layer) {
  for (CallDraft& call : layer.calls) {
    if (call.args.size() != 1 || !call.args[0].value.is_list() || call.kwargs.find("initial_state")) continue;
    const auto items = call.args[0].value.items();
    if (items.empty()) continue;
    ListDraft states;
    const Value* constants = layer.config.find("num_constants");
    const int64_t given = constants && constants->is_int() ? constants->integer().get() : 0;
    const size_t behind = std::min(static_cast<size_t>(std::max<int64_t>(given, 0)), items.size());
    for (size_t i = 1; i < items.size() - behind; ++i) states.push_back(kept(items[i]));
    call.args[0] = kept(items[0]);
    if (!states.empty()) call.kwargs.put("initial_state", make_list(layer.document, states));
  }
}

// Some versions wrote the axis as a list of one.
void single_axis(LayerDraft& layer) {
  const Value* axis = layer.config.find("axis");
  if (axis && axis->items().size() == 1) layer.config.set("axis", kept(axis->items()[0]));
}

void cudnn_gru(LayerDraft& layer) { layer.config.put("reset_after", Value::of_bool(true)); }

// Keras 2.1.3 added 'reset_after', false by default; TensorFlow 2 made it true by default.
void gru(LayerDraft& layer) {
  constexpr int kTensorFlow2 = 20204;
  const bool is_tf2 = layer.writer.is_reader && layer.writer.tensorflow && layer.writer.version > kTensorFlow2;
  if (!layer.config.find("reset_after")) layer.config.put("reset_after", Value::of_bool(is_tf2));
}

constexpr ClassChange kClasses[] = {
    {"BatchNormalization", "BatchNormalization", single_axis},
    {"BatchNormalizationV1", "BatchNormalization", single_axis},
    {"BatchNormalizationV2", "BatchNormalization", single_axis},
    {"SyncBatchNormalization", "BatchNormalization", single_axis},
    {"GRU", "GRU", gru},
    {"CuDNNGRU", "GRU", cudnn_gru},
    {"GRUCell", "GRUCell", gru},
    {"TFOpLambda", "TFOpLambda", fix_tf_function},
    {"SlicingOpLambda", "SlicingOpLambda", fix_tf_function},
    {"TensorFlowOpLayer", "TensorFlowOpLayer", fix_tf_node},
};

constexpr ArgumentChange kArguments[] = {
    {"InputLayer", "batch_input_shape", "batch_shape"},
    {"", "batch_input_shape", ""},
    {"LeakyReLU", "alpha", "negative_slope"},
    {"Conv2DTranspose|Conv3DTranspose|DepthwiseConv1D|DepthwiseConv2D|SeparableConv1D|SeparableConv2D", "groups", ""},
    {"SeparableConv1D|SeparableConv2D", "kernel_initializer", ""},
    {"SeparableConv1D|SeparableConv2D", "kernel_regularizer", ""},
    {"SeparableConv1D|SeparableConv2D", "kernel_constraint", ""},
    {"SpatialDropout1D|SpatialDropout2D|SpatialDropout3D", "noise_shape", ""},
    {"SimpleRNN|SimpleRNNCell|ConvLSTM2D", "implementation", ""},
    {"MultiHeadAttention", "query_shape", ""},
    {"MultiHeadAttention", "key_shape", ""},
    {"MultiHeadAttention", "value_shape", ""},
    {"MultiHeadAttention", "softmax_robust_masking", ""},
    {"Lambda", "function_type", ""},
    {"Lambda", "module", ""},
    {"Lambda", "output_shape_type", ""},
    {"Lambda", "output_shape_module", ""},
    {"BatchNormalization", "fused", ""},
    {"BatchNormalization", "virtual_batch_size", ""},
    {"BatchNormalization", "adjustment", ""},
    {"", "rng_type", ""},
};

// Keras 3 has no time-major layout; only the default can be dropped.
void drop_time_major(LayerDraft& layer) {
  const Value* time_major = layer.config.find("time_major");
  if (time_major && time_major->is_bool() && !time_major->boolean()) layer.config.drop("time_major");
}

void fix_layer(LayerDraft& layer) {
  drop_time_major(layer);
  if (is_one_of(layer.class_name, kRecurrent)) take_states(layer);
}

constexpr ArgumentChange kRead[] = {
    {"InputLayer", "batch_input_shape", "batch_shape"},
    {"", "batch_input_shape", ""},
    {"LeakyReLU", "alpha", "negative_slope"},
    {"Lambda", "function_type", ""},
    {"Lambda", "module", ""},
    {"Lambda", "output_shape_type", ""},
    {"Lambda", "output_shape_module", ""},
};

}  // namespace

constinit const Upgrade kKeras2To3{kClasses, kArguments, fix_layer};
constinit const Upgrade kKeras2ReadByKeras3{{}, kRead, single_axis};

}  // namespace nnsummary
