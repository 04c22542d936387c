#include "summary/compiled.h"

#include <algorithm>

#include "base/alternatives.h"
#include "summary/arguments.h"
#include "summary/stored_summary.h"

namespace nnsummary {
namespace {

class Compiled {
 public:
  Compiled(const Value& optimizer, const ModelSpec& model, const ModelFile& file, Report& report)
      : optimizer_(optimizer), subject_(model.name, model.class_name), file_(file), report_(report) {}

  std::optional<OptimizerSize> size(const std::vector<TrainedWeight>& weights) {
    return optimizer_size(optimizer_, weights, subject_, report_, unknown_);
  }
  // What the file holds of the optimizer, if it was built when it was saved: it then keeps more than one that isn't.
  std::optional<OptimizerSize> stored();
  // How many parameters the stored optimizer is for; nothing where it keeps no fixed number of values for each.
  std::optional<uint128> trained();
  const std::string& unknown() const { return unknown_; }

 private:
  uint128 kept_for(const Shape& shape, uint128 unbuilt) {
    const auto built = size({{"", shape, DType::Float32, false}});
    return built ? built->params.value() - unbuilt : 0;
  }

  const Value& optimizer_;
  Subject subject_;
  const ModelFile& file_;
  Report& report_;
  std::string unknown_;
};

std::optional<OptimizerSize> Compiled::stored() {
  const auto unbuilt = size({});
  if (!file_.stored || !unbuilt) return std::nullopt;
  OptimizerSize result;
  for (const StoredWeight& weight : file_.stored->optimizer) result.params += weight.params();
  result.bits = bits_of(file_.stored->optimizer);
  if (result.params.value() <= unbuilt->params.value()) return std::nullopt;
  return result;
}

std::optional<uint128> Compiled::trained() {
  const auto built = stored();
  if (!built) return std::nullopt;
  const uint128 unbuilt = size({})->params.value();
  const uint128 each = kept_for({}, unbuilt);
  const bool fixed = each > 0 && kept_for({7}, unbuilt) == 7 * each && kept_for({3, 5}, unbuilt) == 15 * each;
  const uint128 kept = built->params.value() - unbuilt;
  if (!fixed || kept % each != 0) return std::nullopt;
  return kept / each;
}

Count count_of(uint128 value) { return value > UINT64_MAX ? Count() : Count(static_cast<uint64_t>(value)); }

// Of so many parameters that are trained, those that aren't known to be are among the undecided ones.
void decide(uint128 trained, const std::vector<TrainedWeight>& known, Totals& totals) {
  Count known_count;
  for (const TrainedWeight& weight : known) {
    Count size = weight.overwritten ? 0 : 1;
    for (const Dim dim : weight.shape) size *= static_cast<uint64_t>(dim.value());
    known_count += size;
  }
  const uint128 undecided = totals.undecided.value();
  if (trained < known_count.value() || trained - known_count.value() > undecided || undecided > UINT64_MAX) return;
  // Their sizes follow where they are of one type.
  if (totals.undecided_bits.value() % undecided != 0) return;
  const Count bits_each = count_of(totals.undecided_bits.value() / undecided);
  const Count more = count_of(trained - known_count.value());
  const Count rest = count_of(undecided - more.value());
  totals.trainable += more;
  totals.trainable_bits += more * bits_each;
  totals.non_trainable += rest;
  totals.non_trainable_bits += rest * bits_each;
  totals.undecided = totals.undecided_bits = Count();
}

// The settings of compile(), which .keras files and JSON have in `compile_config`, and .h5 files in `training_config`.
CompileSummary settings_of(const Value& config, const Value& optimizer) {
  const auto setting = [&config](std::string_view key) {
    const Value* value = config.find(key);
    return value ? config_value(*value) : ConfigValue();
  };
  return {config_value(optimizer), setting("loss"), setting("loss_weights"), setting("metrics"),
          setting("weighted_metrics")};
}

// The losses that Keras 3 finds by name in an .h5 file: it has the short names ("mse") as well, but looks them up where
// they aren't. Rule of deserialize_keras_object in keras/src/saving/serialization_lib.py.
constexpr std::string_view kLosses =
    "kl_divergence|poisson|binary_crossentropy|binary_focal_crossentropy|categorical_crossentropy|"
    "categorical_focal_crossentropy|sparse_categorical_crossentropy|mean_squared_error|mean_absolute_error|"
    "mean_absolute_percentage_error|mean_squared_logarithmic_error|cosine_similarity|log_cosh|huber|hinge|squared_"
    "hinge|"
    "categorical_hinge|dice|tversky|circle|ctc";

bool finds_losses(const Value& loss) {
  if (loss.is_text()) return is_one_of(loss.text(), kLosses);
  if (loss.find("class_name")) return true;
  const auto members = loss.members();
  return std::all_of(loss.items().begin(), loss.items().end(), finds_losses) &&
         std::all_of(members.begin(), members.end(), [](const Member& member) { return finds_losses(member.value); });
}

// Whether Keras 3 compiles the model that it reads from an .h5 file, and builds the optimizer.
bool compiles(const Value& training_config, const ModelFile& file, const Writer& reader) {
  if (file.stored && file.stored->optimizer.empty()) return false;
  const Value* loss = training_config.find("loss");
  // What Keras 3 itself wrote counts, even if it stumbles over the name of a loss.
  return !reader.is_reader || !loss || finds_losses(*loss);
}

void add_size(const std::optional<OptimizerSize>& size, Totals& totals) {
  if (!size) {
    totals.optimizer_known = false;
    return;
  }
  totals.optimizer = size->params;
  totals.optimizer_bits = size->bits;
}

}  // namespace

// Keras builds the optimizer of a compiled model when it loads it, but that of an .h5 file before the model has
// weights: its old reader does it in that order.
std::string add_compiled(const ModelSpec& model, const ModelFile& file, const std::vector<TrainedWeight>& trained,
                         Summary& summary, Report& report) {
  const Value* config = model.compile_config;
  const bool of_training = !config && file.training && model.writer.era == Era::Keras3;
  if (!config && file.training) config = &file.training->root();
  if (!config || config->members().empty()) return "";
  const bool is_training_config = !model.compile_config;
  const Value& optimizer = is_training_config ? optimizer_of_training(*config) : optimizer_of(*config);
  if (summary.extras.arguments) summary.compile = settings_of(*config, optimizer);
  // No Keras before 3 counts the optimizer's state.
  if (!summary.built || model.writer.era != Era::Keras3) return "";
  if (is_training_config && !compiles(*config, file, model.writer)) return "";
  Totals& totals = summary.totals;
  Compiled compiled(optimizer, model, file, report);
  const bool all_known = totals.counted && totals.decided();
  const auto size = compiled.size(of_training ? std::vector<TrainedWeight>() : trained);
  add_size(size && !of_training && !all_known ? compiled.stored() : size, totals);
  if (size && totals.counted && totals.optimizer_known && !all_known) {
    if (const auto all_trained = compiled.trained()) decide(*all_trained, trained, totals);
  }
  return compiled.unknown();
}

}  // namespace nnsummary
