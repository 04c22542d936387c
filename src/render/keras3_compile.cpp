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

}  // namespace nnsummary
