// The upgrade from Keras 1 to Keras 2. Rules: keras/legacy/interfaces.py and keras/legacy/layers.py of Keras 2.0
// to 2.2, which accept calls in the style of Keras 1, and the classes of Keras 1.0.0 to 1.2.2.

#include "base/alternatives.h"
#include "spec/upgrade.h"

namespace nnsummary {
namespace {

constexpr std::string_view kKernels =
    "Dense|MaxoutDense|Highway|Conv1D|Conv2D|Conv3D|Deconvolution2D|SeparableConv2D|LocallyConnected1D|"
    "LocallyConnected2D|SimpleRNN|GRU|LSTM|ConvLSTM2D";
constexpr std::string_view kRecurrent = "SimpleRNN|GRU|LSTM|ConvLSTM2D";
constexpr std::string_view kWindows = "Conv2D|Deconvolution2D|SeparableConv2D|LocallyConnected2D|ConvLSTM2D";
constexpr std::string_view kPools1D = "MaxPooling1D|AveragePooling1D";
// Classes with a data format. Some never wrote their dim_ordering, others not in all versions.
constexpr std::string_view kSpatial =
    "Conv2D|Conv3D|Deconvolution2D|SeparableConv2D|LocallyConnected2D|ConvLSTM2D|MaxPooling2D|MaxPooling3D|"
    "AveragePooling2D|AveragePooling3D|GlobalMaxPooling2D|GlobalMaxPooling3D|GlobalAveragePooling2D|"
    "GlobalAveragePooling3D|ZeroPadding2D|ZeroPadding3D|Cropping2D|Cropping3D|UpSampling2D|UpSampling3D|"
    "SpatialDropout2D|SpatialDropout3D";

constexpr ArgumentChange kArguments[] = {
    {"Dense|MaxoutDense|SimpleRNN|GRU|LSTM", "output_dim", "units"},
    {kKernels, "init", "kernel_initializer"},
    {"Embedding", "init", "embeddings_initializer"},
    {"PReLU", "init", "alpha_initializer"},
    {"Embedding", "W_regularizer", "embeddings_regularizer"},
    {"Embedding", "W_constraint", "embeddings_constraint"},
    {"Embedding", "dropout", ""},
    {"", "W_regularizer", "kernel_regularizer"},
    {"", "b_regularizer", "bias_regularizer"},
    {"", "W_constraint", "kernel_constraint"},
    {"", "b_constraint", "bias_constraint"},
    {"", "bias", "use_bias"},
    {kRecurrent, "U_regularizer", "recurrent_regularizer"},
    {kRecurrent, "inner_init", "recurrent_initializer"},
    {kRecurrent, "inner_activation", "recurrent_activation"},
    {kRecurrent, "dropout_W", "dropout"},
    {kRecurrent, "dropout_U", "recurrent_dropout"},
    {kRecurrent, "consume_less", ""},
    {"Dropout|SpatialDropout1D|SpatialDropout2D|SpatialDropout3D|GaussianDropout", "p", "rate"},
    {"GaussianNoise", "sigma", "stddev"},
    {"", "nb_filter", "filters"},
    {"", "filter_length", "kernel_size"},
    {"", "subsample_length", "strides"},
    {"", "subsample", "strides"},
    {"", "atrous_rate", "dilation_rate"},
    {"", "border_mode", "padding"},
    {"", "dim_ordering", "data_format"},
    {"SeparableConv2D", "depthwise_init", "depthwise_initializer"},
    {"SeparableConv2D", "pointwise_init", "pointwise_initializer"},
    {kPools1D, "pool_length", "pool_size"},
    {kPools1D, "stride", "strides"},
    {"UpSampling1D", "length", "size"},
    {"BatchNormalization", "gamma_init", "gamma_initializer"},
    {"BatchNormalization", "beta_init", "beta_initializer"},
    // Normalizes by feature, by sample or by batch; the weights are the same.
    {"BatchNormalization", "mode", ""},
    {"InputLayer", "input_dtype", "dtype"},
    {"", "input_dtype", ""},
    {"", "input_length", ""},
};

// Replaces several arguments by one list of their values.
void gather(LayerDraft& layer, std::span<const std::string_view> parts, std::string_view name) {
  ListDraft items;
  for (const std::string_view part : parts) {
    if (const auto made = layer.config.take(part)) items.push_back(*made);
  }
  if (items.size() != parts.size()) return;
  layer.config.put(name, make_list(layer.document, items));
}

constexpr std::string_view kImageWindow[] = {"nb_row", "nb_col"};
constexpr std::string_view kVolumeWindow[] = {"kernel_dim1", "kernel_dim2", "kernel_dim3"};

// Turns {"top_pad": 1, "bottom_pad": 2, …}, or a list of four, into a pair for each axis.
void fix_padding(LayerDraft& layer) {
  const Value* given = layer.config.find("padding");
  if (!given || !(given->is_object() || given->items().size() == 4)) return;
  const ValueDraft padding = *layer.config.take("padding");
  constexpr std::string_view kEnds[] = {"top_pad", "bottom_pad", "left_pad", "right_pad"};
  ListDraft ends;
  for (size_t i = 0; i < std::size(kEnds); ++i) {
    const Value* end = padding.value.is_list() ? &padding.value.items()[i] : padding.value.find(kEnds[i]);
    ends.push_back(end ? kept(*end) : ValueDraft{Value::of_int(0)});
  }
  const ListDraft pairs = {{make_list(layer.document, {ends[0], ends[1]})},
                           {make_list(layer.document, {ends[2], ends[3]})}};
  layer.config.set("padding", ValueDraft{make_list(layer.document, pairs), padding.original});
}

void fix_padding_1d(LayerDraft& layer) {
  const Value* given = layer.config.find("padding");
  if (!given || !given->is_object()) return;
  const ValueDraft padding = *layer.config.take("padding");
  ListDraft ends;
  for (const std::string_view end : {"left_pad", "right_pad"}) {
    const Value* amount = padding.value.find(end);
    ends.push_back(amount ? kept(*amount) : ValueDraft{Value::of_int(0)});
  }
  layer.config.set("padding", ValueDraft{make_list(layer.document, ends), padding.original});
}

struct MergeMode {
  std::string_view mode;
  std::string_view class_name;
};
constexpr MergeMode kMergeModes[] = {
    {"sum", "Add"}, {"mul", "Multiply"}, {"concat", "Concatenate"}, {"ave", "Average"}, {"max", "Maximum"},
    {"dot", "Dot"}, {"cos", "Dot"},
};

// Keras 2 has a class for each mode; a mode that is a Python function becomes a Lambda.
void fix_merge(LayerDraft& layer) {
  const bool is_function = layer.config.string_of("mode_type", "raw") != "raw";
  const auto mode = layer.config.take("mode");
  const std::string_view name = mode && mode->value.is_string() ? mode->value.string() : std::string_view();
  layer.class_name = is_function ? "Lambda" : layer.class_name;
  for (const MergeMode& row : kMergeModes) {
    if (!is_function && row.mode == name) layer.class_name = row.class_name;
  }
  if (layer.class_name == "Concatenate") layer.config.rename("concat_axis", "axis");
  if (layer.class_name == "Dot") layer.config.rename("dot_axes", "axes");
  if (layer.class_name == "Dot") layer.config.put("normalize", Value::of_bool(name == "cos"));
  if (is_function) {
    layer.config.set("function", *mode);
  } else {
    layer.config.drop("output_shape");
  }
  for (const std::string_view gone : {"mode_type", "concat_axis", "dot_axes", "output_shape_type", "output_mask",
                                      "output_mask_type", "arguments", "layers"}) {
    layer.config.drop(gone);
  }
}

// The forget gate's bias starts with ones if the initializer is "one".
void fix_lstm(LayerDraft& layer) {
  const auto bias = layer.config.take("forget_bias_init");
  if (!bias) return;
  layer.config.set(
      "unit_forget_bias",
      ValueDraft{Value::of_bool(bias->value.is_string() && bias->value.string() == "one"), bias->original});
}

// Keras 1 had no 'reset_after', whose default is true today.
void fix_gru(LayerDraft& layer) { layer.config.put("reset_after", Value::of_bool(false)); }

constexpr ClassChange kClasses[] = {
    {"Convolution1D", "Conv1D"},
    {"Convolution2D", "Conv2D"},
    {"Convolution3D", "Conv3D"},
    {"AtrousConvolution1D", "Conv1D"},
    {"AtrousConv1D", "Conv1D"},
    {"AtrousConvolution2D", "Conv2D"},
    {"AtrousConv2D", "Conv2D"},
    {"Deconv2D", "Deconvolution2D"},
    {"SeparableConvolution2D", "SeparableConv2D"},
    {"TimeDistributedDense", "Dense"},
    {"Merge", "Merge", fix_merge},
    {"ZeroPadding1D", "ZeroPadding1D", fix_padding_1d},
    {"ZeroPadding2D", "ZeroPadding2D", fix_padding},
    {"LSTM", "LSTM", fix_lstm},
    {"ConvLSTM2D", "ConvLSTM2D", fix_lstm},
    {"GRU", "GRU", fix_gru},
};

struct OldName {
  std::string_view old_name;
  std::string_view name;
};
constexpr OldName kInitializers[] = {
    {"zero", "zeros"},
    {"one", "ones"},
    {"uniform", "random_uniform"},
    {"normal", "random_normal"},
};

// Initializers had shorter names, and a regularizer or constraint was {"name": …, …} without a 'config'.
void fix_objects(LayerDraft& layer) {
  std::vector<ObjectDraft::Field> fields = layer.config.fields();
  for (const ObjectDraft::Field& field : fields) {
    const Value& value = field.value;
    if (field.key.ends_with("_initializer") && value.is_string()) {
      for (const OldName& row : kInitializers) {
        if (row.old_name == value.string()) layer.config.set(field.key, {Value::of_string(row.name), field.original});
      }
    }
    const bool is_rule = field.key.ends_with("_regularizer") || field.key.ends_with("_constraint");
    if (!is_rule || !value.is_object() || value.find("class_name")) continue;
    ObjectDraft config(value);
    const std::string_view name = config.string_of("name");
    config.drop("name");
    ObjectDraft object;
    object.put("class_name", Value::of_string(field.key.ends_with("_regularizer") ? "L1L2" : name));
    object.put("config", config.build(layer.document));
    layer.config.set(field.key, {object.build(layer.document), field.original});
  }
}

// A layer without a dim_ordering has the model's.
void fix_data_format(LayerDraft& layer) {
  if (!is_one_of(layer.class_name, kSpatial)) return;
  const auto ordering = layer.config.take("data_format");
  const bool says = ordering && ordering->value.is_string() && ordering->value.string() != "default";
  const bool first = says ? ordering->value.string() == "th" : layer.writer.channels_first;
  layer.config.set("data_format", ValueDraft{Value::of_string(first ? "channels_first" : "channels_last"),
                                             ordering ? ordering->original : nullptr});
}

void fix_layer(LayerDraft& layer) {
  if (is_one_of(layer.class_name, kWindows)) gather(layer, kImageWindow, "kernel_size");
  if (layer.class_name == "Conv3D") gather(layer, kVolumeWindow, "kernel_size");
  fix_data_format(layer);
  fix_objects(layer);
  if (layer.class_name != "Embedding") layer.config.drop("input_dim");
}

}  // namespace

constinit const Upgrade kKeras1To2{kClasses, kArguments, fix_layer};

}  // namespace nnsummary
