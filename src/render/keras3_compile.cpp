#include "render/keras3_compile.h"

#include "base/alternatives.h"
#include "render/value_writer.h"

namespace nnsummary {
namespace {

constexpr std::string_view kOptimizers =
    "SGD|RMSprop|Adam|AdamW|Adadelta|Adagrad|Adamax|Adafactor|Nadam|Ftrl|Lion|Lamb|Muon|LossScaleOptimizer|"
    "MultiOptimizer|ScheduleFreeAdamW";
constexpr std::string_view kLosses =
    "BinaryCrossentropy|BinaryFocalCrossentropy|CategoricalCrossentropy|CategoricalFocalCrossentropy|"
    "CategoricalGeneralizedCrossEntropy|CategoricalHinge|Circle|CosineSimilarity|CTC|Dice|Hinge|Huber|KLDivergence|"
    "LogCosh|MeanAbsoluteError|MeanAbsolutePercentageError|MeanSquaredError|MeanSquaredLogarithmicError|Poisson|"
    "SparseCategoricalCrossentropy|SquaredHinge|Tversky";
constexpr std::string_view kMetrics =
    "Accuracy|AUC|BinaryAccuracy|BinaryCrossentropy|BinaryIoU|CategoricalAccuracy|CategoricalCrossentropy|"
    "CategoricalHinge|ConcordanceCorrelation|CosineSimilarity|F1Score|FalseNegatives|FalsePositives|FBetaScore|Hinge|"
    "IoU|KLDivergence|LogCoshError|Mean|MeanAbsoluteError|MeanAbsolutePercentageError|MeanIoU|MeanMetricWrapper|"
    "MeanSquaredError|MeanSquaredLogarithmicError|OneHotIoU|OneHotMeanIoU|PearsonCorrelation|Poisson|Precision|"
    "PrecisionAtRecall|R2Score|Recall|RecallAtPrecision|RootMeanSquaredError|SensitivityAtSpecificity|"
    "SparseCategoricalAccuracy|SparseCategoricalCrossentropy|SparseTopKCategoricalAccuracy|SpecificityAtSensitivity|"
    "SquaredHinge|Sum|TopKCategoricalAccuracy|TrueNegatives|TruePositives";

// The classes of a module of Keras.
struct Classes {
  std::string_view module;
  std::string_view names;
};

// Writes an object with the module of its class. A custom class has none, and is found by the name that it is
// registered under, "package>Class".
void write_object(JsonWriter& json, const Value& object, const Classes& classes) {
  std::string_view name = object.string_of("class_name");
  const bool known = is_one_of(name, classes.names);
  json.begin('{');
  known ? json.field("module", classes.module) : json.null_field("module");
  json.field("class_name", name.substr(name.rfind('>') + 1));
  known ? json.null_field("registered_name") : json.field("registered_name", name);
  json.key("config");
  write_value(json, *object.find("config"));
  json.end('}');
}

void write_objects(JsonWriter& json, const Value& value, const Classes& classes) {
  write_value(json, value, [&](const Value& object) {
    const bool bare = object.find("class_name") && object.find("config") && !object.find("module");
    if (bare) write_object(json, object, classes);
    return bare;
  });
}

struct OptimizerArguments {
  std::string_view class_name;
  std::string_view names;
};

constexpr std::string_view kCommonArguments =
    "name|learning_rate|weight_decay|clipnorm|clipvalue|global_clipnorm|use_ema|ema_momentum|ema_overwrite_frequency";
constexpr OptimizerArguments kOldOptimizers[] = {
    {"SGD", "momentum|nesterov"},
    {"RMSprop", "rho|momentum|epsilon|centered"},
    {"Adam", "beta_1|beta_2|epsilon|amsgrad"},
    {"AdamW", "beta_1|beta_2|epsilon|amsgrad"},
    {"Adadelta", "rho|epsilon"},
    {"Adagrad", "initial_accumulator_value|epsilon"},
    {"Adamax", "beta_1|beta_2|epsilon"},
    {"Adafactor", "beta_2_decay|epsilon_1|epsilon_2|clip_threshold|relative_step"},
    {"Nadam", "beta_1|beta_2|epsilon"},
    {"Ftrl",
     "learning_rate_power|initial_accumulator_value|l1_regularization_strength|l2_regularization_strength|"
     "l2_shrinkage_regularization_strength|beta"},
    {"Lion", "beta_1|beta_2"},
};
constexpr std::string_view kSchedules =
    "CosineDecay|CosineDecayRestarts|ExponentialDecay|InverseTimeDecay|PiecewiseConstantDecay|PolynomialDecay";

// Writes the learning rate. Up to Keras 2.10, an optimizer could divide it by 1 + decay * steps.
void write_rate(JsonWriter& json, const Value& rate, const Value* decay) {
  if (!decay || !decay->is_number() || decay->number() == 0 || !rate.is_number()) {
    return write_objects(json, rate, {"keras.optimizers.schedules", kSchedules});
  }
  json.begin('{');
  json.field("module", "keras.optimizers.schedules");
  json.field("class_name", "InverseTimeDecay");
  json.key("config");
  json.begin('{');
  json.key("initial_learning_rate");
  write_value(json, rate);
  json.field("decay_steps", 1);
  json.key("decay_rate");
  write_value(json, *decay);
  json.end('}');
  json.null_field("registered_name");
  json.end('}');
}

void write_old_optimizer(JsonWriter& json, const Value& optimizer) {
  constexpr std::string_view kRegistered = "Custom>";
  std::string_view name = optimizer.string_of("class_name");
  if (name.starts_with(kRegistered)) name.remove_prefix(kRegistered.size());
  const Value* config = optimizer.find("config");
  const OptimizerArguments* known = nullptr;
  for (const OptimizerArguments& row : kOldOptimizers) known = row.class_name == name ? &row : known;
  if (!known || !config) return write_objects(json, optimizer, {"keras.optimizers", kOptimizers});
  json.begin('{');
  json.field("module", "keras.optimizers");
  json.field("class_name", name);
  json.key("config");
  json.begin('{');
  for (const Member& member : config->members()) {
    const std::string_view argument = member.key == "lr" ? "learning_rate" : member.key;
    if (member.value.is_null() || !(is_one_of(argument, kCommonArguments) || is_one_of(argument, known->names)))
      continue;
    json.key(argument);
    argument == "learning_rate" ? write_rate(json, member.value, config->find("decay"))
                                : write_value(json, member.value);
  }
  json.end('}');
  json.null_field("registered_name");
  json.end('}');
}

// Writes a loss. "auto" was the name of the default that Keras 3 spells out.
void write_old_losses(JsonWriter& json, const Value& value) {
  write_value(json, value, [&](const Value& object) {
    const Value* config = object.find("config");
    const std::string_view name = object.string_of("class_name");
    if (!config || !config->is_object() || !is_one_of(name, kLosses)) return false;
    json.begin('{');
    json.field("module", "keras.losses");
    json.field("class_name", name);
    json.key("config");
    json.begin('{');
    for (const Member& member : config->members()) {
      json.key(member.key);
      const bool automatic = member.key == "reduction" && member.value.is_string() && member.value.string() == "auto";
      automatic ? json.string("sum_over_batch_size") : write_value(json, member.value);
    }
    json.end('}');
    json.null_field("registered_name");
    json.end('}');
    return true;
  });
}

// Writes metrics. A wrapped function of Keras is found by its name.
void write_old_metrics(JsonWriter& json, const Value& value) {
  write_value(json, value, [&](const Value& object) {
    const Value* config = object.find("config");
    const std::string_view name = object.string_of("class_name");
    const std::string_view function = config ? config->string_of("fn") : std::string_view();
    if (name == "MeanMetricWrapper" && !function.empty()) {
      json.string(function);
      return true;
    }
    const bool known = config && is_one_of(name, kMetrics);
    if (known) write_object(json, object, {"keras.metrics", kMetrics});
    return known;
  });
}

}  // namespace

void write_training(JsonWriter& json, const Value& training) {
  json.begin('{');
  for (const Member& member : training.members()) {
    if (member.key == "optimizer_config") {
      json.key("optimizer");
      write_objects(json, member.value, {"keras.optimizers", kOptimizers});
    } else {
      json.key(member.key);
      const bool is_loss = member.key == "loss";
      write_objects(json, member.value,
                    is_loss ? Classes{"keras.losses", kLosses} : Classes{"keras.metrics", kMetrics});
    }
  }
  json.end('}');
}

void write_old_compile(JsonWriter& json, const Value& settings) {
  json.begin('{');
  for (const Member& member : settings.members()) {
    const bool is_optimizer = is_one_of(member.key, "optimizer|optimizer_config");
    const bool is_loss = member.key == "loss";
    const bool is_metric = is_one_of(member.key, "metrics|weighted_metrics");
    const bool kept = is_optimizer || is_loss || is_metric ||
                      is_one_of(member.key, "loss_weights|run_eagerly|steps_per_execution|jit_compile");
    if (!kept || member.value.is_null()) continue;
    json.key(is_optimizer ? "optimizer" : member.key);
    if (is_optimizer) {
      write_old_optimizer(json, member.value);
    } else if (is_loss) {
      write_old_losses(json, member.value);
    } else if (is_metric) {
      write_old_metrics(json, member.value);
    } else {
      write_value(json, member.value);
    }
  }
  json.end('}');
}

}  // namespace nnsummary
