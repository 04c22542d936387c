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
  // Returns the size of the optimizer's state in the file, or nullopt if the optimizer wasn't built when it was saved.
  // A built optimizer stores more values than an unbuilt one.
  std::optional<OptimizerSize> stored();
  // Returns the number of parameters that the stored optimizer was built for, or nullopt if the optimizer doesn't store
  // a fixed number of values per parameter.
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

// Splits the undecided parameters into trainable and non-trainable ones, given the number of parameters that are
// trained.
void split_undecided(uint128 trained, const std::vector<TrainedWeight>& known, Totals& totals) {
  Count known_count;
  for (const TrainedWeight& weight : known) {
    Count size = weight.overwritten ? 0 : 1;
    for (const Dim dim : weight.shape) size *= static_cast<uint64_t>(dim.value().get());
    known_count += size;
  }
  const uint128 undecided = totals.undecided.value();
  if (trained < known_count.value() || trained - known_count.value() > undecided || undecided > UINT64_MAX) return;
  // The sizes in memory are known only if all of them have the same type.
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

// Returns the settings of compile(). .keras files and JSON store them in `compile_config`, .h5 files in
// `training_config`.
CompileSummary settings_of(const Value& config, const Value& optimizer) {
  const auto setting = [&config](std::string_view key) {
    const Value* value = config.find(key);
    return value ? config_value(*value) : ConfigValue();
  };
  return {config_value(optimizer), setting("loss"), setting("loss_weights"), setting("metrics"),
          setting("weighted_metrics")};
}

// Losses that Keras 3 finds by name in an .h5 file. It knows short names ("mse") too, but searches for them in the
// wrong module. Rule of deserialize_keras_object in keras/src/saving/serialization_lib.py.
constexpr std::string_view kLosses =
    "kl_divergence|poisson|binary_crossentropy|binary_focal_crossentropy|categorical_crossentropy|"
    "categorical_focal_crossentropy|sparse_categorical_crossentropy|mean_squared_error|mean_absolute_error|"
    "mean_absolute_percentage_error|mean_squared_logarithmic_error|cosine_similarity|log_cosh|huber|hinge|squared_"
    "hinge|"
    "categorical_hinge|dice|tversky|circle|ctc";

bool finds_losses(const Value& loss) {
  if (loss.is_string()) return is_one_of(loss.string(), kLosses);
  if (loss.find("class_name")) return true;
  const auto members = loss.members();
  return std::all_of(loss.items().begin(), loss.items().end(), finds_losses) &&
         std::all_of(members.begin(), members.end(), [](const Member& member) { return finds_losses(member.value); });
}

// Returns true if Keras 3 compiles the model that it reads from an .h5 file, and builds the optimizer.
bool compiles(const Value& training_config, const ModelFile& file, const Writer& reader) {
  if (file.stored && file.stored->optimizer.empty()) return false;
  const Value* loss = training_config.find("loss");
  // A file that Keras 3 wrote counts, even if the name of a loss isn't found.
  return !reader.is_reader || !loss || finds_losses(*loss);
}

// Returns the size of an optimizer of an unknown class, as stored in the file; nullopt if the file has none.
std::optional<OptimizerSize> stored_size(const ModelFile& file) {
  if (!file.stored || file.stored->optimizer.empty()) return std::nullopt;
  OptimizerSize result;
  for (const StoredWeight& weight : file.stored->optimizer) result.params += weight.params();
  result.bits = bits_of(file.stored->optimizer);
  return result;
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

// On loading, Keras builds the optimizer of a compiled model; for an .h5 file it does so before the model has weights.
std::string add_compiled(const ModelSpec& model, const ModelFile& file, const std::vector<TrainedWeight>& trained,
                         Summary& summary, Report& report) {
  const Value* config = model.compile_config;
  const bool of_training = !config && file.training && model.writer.era == Era::Keras3;
  if (!config && file.training) config = &file.training->root();
  if (!config || config->members().empty()) return "";
  const bool is_training_config = !model.compile_config;
  const Value& optimizer = is_training_config ? optimizer_of_training(*config) : optimizer_of(*config);
  if (summary.extras.arguments) summary.compile = settings_of(*config, optimizer);
  // Versions before Keras 3 don't count the optimizer's state.
  if (!summary.built || model.writer.era != Era::Keras3) return "";
  if (is_training_config && !compiles(*config, file, model.writer)) return "";
  Totals& totals = summary.totals;
  Compiled compiled(optimizer, model, file, report);
  const bool all_known = totals.counted && totals.decided();
  const auto size = compiled.size(of_training ? std::vector<TrainedWeight>() : trained);
  if (!size) {
    add_size(stored_size(file), totals);
  } else {
    add_size(!of_training && !all_known ? compiled.stored() : size, totals);
  }
  if (size && totals.counted && totals.optimizer_known && !all_known) {
    if (const auto all_trained = compiled.trained()) split_undecided(*all_trained, trained, totals);
  }
  return compiled.unknown();
}

}  // namespace nnsummary
